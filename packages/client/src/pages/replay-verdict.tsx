// Was it really so? The mark, and what it means.
import { useSignal } from '@preact/signals';
import type { Verdict } from '@touchline/shared/log';
import { BadgeCheck, LoaderCircle, ShieldAlert, ShieldQuestionMark } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Check } from '../net/replay-session.ts';
import { formatClock } from '../ui/hud/clock.ts';
import { t } from '../ui/i18n/t.ts';
import { Icon } from '../ui/icon.tsx';

interface VerdictMarkProps {
  readonly check: Check;
  /** Of the recording's signature. */
  readonly publicKey: Uint8Array | null;
  /** Of the server that this page is from, in hex; null: unknown. */
  readonly serverKey: string | null;
  readonly clockAt: (tick: number) => number | undefined;
}

export function VerdictMark({ check, publicKey, serverKey, clockAt }: VerdictMarkProps): VNode {
  const open = useSignal(false);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const elsewhere = (event: PointerEvent): void => {
      if (!frame.current?.contains(event.target as Node)) open.value = false;
    };
    addEventListener('pointerdown', elsewhere);
    return () => removeEventListener('pointerdown', elsewhere);
  }, [open]);
  const key = publicKey ? hex(publicKey) : null;
  const { kind, icon, word, why } = wordsOf(check, clockAt, key !== null && key === serverKey);
  return (
    <div ref={frame} class="verdict-place">
      <button
        type="button"
        class={`verdict is-${kind}`}
        aria-expanded={open.value}
        aria-label={word}
        data-testid="verdict"
        data-verdict={kind}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon of={icon} size={20} />
        <span>{word}</span>
      </button>
      {open.value ? (
        <div class="verdict-why" role="status">
          <p>{why}</p>
          {key ? <p class="mono">{t('verdict.key', { key })}</p> : null}
        </div>
      ) : null}
    </div>
  );
}

interface Words {
  readonly kind: 'checking' | 'verified' | 'refused' | 'unsigned' | 'elsewhere';
  readonly icon: typeof BadgeCheck;
  readonly word: string;
  readonly why: string;
}

/** `ours`: signed by the server that this page is from. Anybody can sign, so only a known key vouches. */
function wordsOf(check: Check, clockAt: (tick: number) => number | undefined, ours: boolean): Words {
  if (check.kind === 'running') {
    const word = t('verdict.running', { n: Math.round(check.share * 100) });
    return { kind: 'checking', icon: LoaderCircle, word, why: t('verdict.why.running') };
  }
  if (check.kind === 'failed') {
    return { kind: 'unsigned', icon: ShieldQuestionMark, word: t('verdict.failed'), why: t('verdict.why.failed') };
  }
  const { verdict } = check;
  const { red, blue } = verdict.result;
  if (verdict.ok && !ours) {
    const elsewhere = t('verdict.why.elsewhere', { red, blue });
    return { kind: 'elsewhere', icon: ShieldQuestionMark, word: t('verdict.elsewhere'), why: elsewhere };
  }
  if (verdict.ok) {
    const why = t('verdict.why.verified', { red, blue });
    return { kind: 'verified', icon: BadgeCheck, word: t('verdict.verified'), why };
  }
  const why = reason(verdict, clockAt);
  if (why !== null) return { kind: 'refused', icon: ShieldAlert, word: t('verdict.refused'), why };
  const unsigned = t('verdict.why.unsigned', { red, blue });
  return { kind: 'unsigned', icon: ShieldQuestionMark, word: t('verdict.unsigned'), why: unsigned };
}

/** What speaks against it; null when it only lacks a signature. */
function reason(verdict: Verdict, clockAt: (tick: number) => number | undefined): string | null {
  const { red, blue } = verdict.result;
  if (verdict.divergedAt !== null) {
    return t('verdict.why.diverged', { clock: formatClock(clockAt(verdict.divergedAt) ?? 0) });
  }
  if (!verdict.complete) return t('verdict.why.broken');
  if (!verdict.resultFollows) return t('verdict.why.result', { red, blue });
  return verdict.signature === 'invalid' ? t('verdict.why.forged') : null;
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

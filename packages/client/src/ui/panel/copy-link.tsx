import { useSignal } from '@preact/signals';
import { Check, Link } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

const SHOWN_MS = 2000;

interface CopyLinkProps {
  readonly path: string;
  readonly label: string;
  readonly testId: string;
}

/** Copies a link of this site. Pages on plain http have no clipboard of their own: then the old way, then by hand. */
export function CopyLink({ path, label, testId }: CopyLinkProps): VNode {
  const state = useSignal<'idle' | 'copied' | 'failed'>('idle');
  const link = location.origin + path;
  const copy = async (): Promise<void> => {
    state.value = (await copyText(link)) ? 'copied' : 'failed';
    if (state.value === 'copied') {
      setTimeout(() => {
        state.value = 'idle';
      }, SHOWN_MS);
    }
  };
  if (state.value === 'failed') {
    return (
      <input
        class="link-by-hand"
        readOnly
        aria-label={t('panel.copyFailed', { link })}
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
    );
  }
  return (
    <button type="button" class="button small" data-testid={testId} data-link={link} onClick={() => void copy()}>
      <Icon of={state.value === 'copied' ? Check : Link} size={16} />
      <span aria-live="polite">{state.value === 'copied' ? t('panel.copied') : label}</span>
    </button>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'sr-only';
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

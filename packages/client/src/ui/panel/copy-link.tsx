import { useSignal } from '@preact/signals';
import { Check, CodeXml, type IconNode, Link } from 'lucide';
import type { VNode } from 'preact';
import { embedCode } from '../embed/embed-code.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

const SHOWN_MS = 2000;

interface CopyLinkProps {
  readonly path: string;
  readonly label: string;
  readonly testId: string;
}

/** Copies a link of this site. */
export function CopyLink({ path, label, testId }: CopyLinkProps): VNode {
  return <CopyText text={location.origin + path} icon={Link} label={label} testId={testId} />;
}

/** Copies the code that shows a watch or replay page of this site in a page of somebody's own. */
export function CopyEmbed({ path, name }: { readonly path: string; readonly name: string }): VNode {
  const code = embedCode(location.origin + path, t('embed.title', { name }));
  return <CopyText text={code} icon={CodeXml} label={t('embed.copy')} testId="copy-embed" />;
}

interface CopyTextProps {
  readonly text: string;
  readonly icon: IconNode;
  readonly label: string;
  readonly testId: string;
}

/** Pages on plain http have no clipboard of their own: then the old way, then by hand. */
export function CopyText({ text: link, icon, label, testId }: CopyTextProps): VNode {
  const state = useSignal<'idle' | 'copied' | 'failed'>('idle');
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
    <button
      type="button"
      class="button small"
      title={label}
      data-testid={testId}
      data-link={link}
      onClick={() => void copy()}
    >
      <Icon of={state.value === 'copied' ? Check : icon} size={16} />
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
    // Behind an open dialog nothing can be selected.
    (document.querySelector('dialog[open]') ?? document.body).append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

// The browser's identity: seen, taken along, brought in. Fetched when it is first shown, and the cryptography with it.
import { useSignal } from '@preact/signals';
import { Copy, Download, Fingerprint, Upload } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { becomeIdentity, type Identity, identityOf, ownIdentity } from '../../net/identity.ts';
import { type IdentityFault, readIdentity } from '../../net/identity-text.ts';
import { Field } from '../fields.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { CopyText } from '../panel/copy-link.tsx';
import '../style/identity.css';

const FILE_NAME = 'touchline-identity.txt';
/** A file that is no identity may be anything, and of any size. */
const MAX_FILE_BYTES = 16_384;

/** For people to compare: enough of it that nobody is mistaken for somebody else by chance. */
const shortOf = ({ thumbprint }: Identity): string =>
  `${thumbprint.slice(0, 4)} ${thumbprint.slice(4, 8)} ${thumbprint.slice(8, 12)}`;

export function IdentityPart(): VNode {
  const identity = useSignal(ownIdentity());
  const open = useSignal<'nothing' | 'export' | 'import'>('nothing');
  const told = useSignal('');
  const toggle = (part: 'export' | 'import') => {
    told.value = '';
    open.value = open.peek() === part ? 'nothing' : part;
  };
  return (
    <div class="identity">
      <p class="identity-print">
        <Icon of={Fingerprint} size={20} />
        <span>{t('identity.print')}</span>
        <code data-testid="identity">{shortOf(identity.value)}</code>
        <CopyText text={identity.value.thumbprint} icon={Copy} label={t('identity.copyPrint')} testId="copy-identity" />
      </p>
      <p class="field-note">{t('identity.what')}</p>
      <div class="identity-actions">
        <button
          type="button"
          class="button small"
          aria-expanded={open.value === 'export'}
          onClick={() => toggle('export')}
        >
          <Icon of={Download} size={16} />
          {t('identity.export')}
        </button>
        <button
          type="button"
          class="button small"
          aria-expanded={open.value === 'import'}
          onClick={() => toggle('import')}
        >
          <Icon of={Upload} size={16} />
          {t('identity.import')}
        </button>
      </div>
      <p role="status" class="field-note identity-told">
        {told.value}
      </p>
      {open.value === 'export' ? <Export identity={identity.value} /> : null}
      {open.value === 'import' ? (
        <Import
          present={identity.value}
          onImported={(imported, kept) => {
            identity.value = imported;
            open.value = 'nothing';
            told.value = t(kept ? 'identity.imported' : 'identity.importedForPage', { print: shortOf(imported) });
          }}
        />
      ) : null}
    </div>
  );
}

/** The key in plain sight, because it was asked for. */
function Export({ identity }: { readonly identity: Identity }): VNode {
  const text = identity.export();
  const link = useMemo(() => URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' })), [text]);
  useEffect(() => () => URL.revokeObjectURL(link), [link]);
  return (
    <div class="identity-box">
      <Field label={t('identity.key')} hint={t('identity.keyHint')}>
        {({ id, describedBy }) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            readOnly
            rows={3}
            spellcheck={false}
            value={text}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div class="identity-actions">
        <CopyText text={text} icon={Copy} label={t('identity.copyKey')} testId="copy-key" />
        <a class="button small" href={link} download={FILE_NAME}>
          <Icon of={Download} size={16} />
          {t('identity.save')}
        </a>
      </div>
    </div>
  );
}

interface ImportProps {
  readonly present: Identity;
  readonly onImported: (identity: Identity, kept: boolean) => void;
}

function Import({ present, onImported }: ImportProps): VNode {
  const text = useSignal('');
  const fault = useSignal<IdentityFault | 'same' | null>(null);
  const found = useSignal<Uint8Array | null>(null);

  const look = (given: string): void => {
    text.value = given;
    found.value = null;
    fault.value = null;
    if (given.trim() === '') return;
    const read = readIdentity(given);
    if ('fault' in read) fault.value = read.fault;
    else if (identityOf(read.secret).key === present.key) fault.value = 'same';
    else found.value = read.secret;
  };
  const readFile = async (file: File | undefined): Promise<void> => {
    if (file) look(file.size > MAX_FILE_BYTES ? file.name : await file.text());
  };

  const secret = found.value;
  return (
    <div class="identity-box">
      <Field
        label={t('identity.paste')}
        hint={t('identity.pasteHint')}
        {...(fault.value ? { fault: t(`identity.fault.${fault.value}`) } : {})}
      >
        {({ id, describedBy }) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            aria-invalid={fault.value ? true : undefined}
            rows={3}
            spellcheck={false}
            autocomplete="off"
            value={text.value}
            onInput={(event) => look(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label={t('identity.file')}>
        {({ id }) => (
          <input
            id={id}
            type="file"
            accept=".txt,text/plain"
            onChange={(event) => void readFile(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      {secret ? (
        <>
          <p class="identity-warning" role="alert">
            {t('identity.replaces', { print: shortOf(identityOf(secret)), present: shortOf(present) })}
          </p>
          <Export identity={present} />
          <button
            type="button"
            class="button primary"
            onClick={() => onImported(identityOf(secret), becomeIdentity(secret))}
          >
            {t('identity.replace')}
          </button>
        </>
      ) : null}
    </div>
  );
}

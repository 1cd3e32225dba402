// A stadium from the stock list or from a file; shared by *Open a room* and the room panel.

import type { StadiumListing, UploadedArena } from '@touchline/shared/protocol';
import { Upload } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem, getStadiums, uploadArena } from '../../net/api.ts';
import { Field } from '../fields.tsx';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';

/** What is chosen: `ref` is a stock name or a hash, as `POST /api/rooms` takes them; `hash` what the room takes. */
export interface ChosenStadium {
  readonly ref: string;
  readonly hash: string;
  readonly name: string;
}

interface StadiumPickerProps {
  readonly value: string;
  readonly disabled?: boolean;
  /** One that somebody brought along already. */
  readonly file?: File | null;
  readonly onChoose: (stadium: ChosenStadium) => void;
}

type UploadState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'ready'; readonly arena: UploadedArena }
  | { readonly kind: 'refused'; readonly words: string; readonly where: string | undefined };

const SHOWN_WARNINGS = 4;
const RETRY_MS = 3000;

export function StadiumPicker({ value, disabled = false, file: brought = null, onChoose }: StadiumPickerProps): VNode {
  const [stock, setStock] = useState<readonly StadiumListing[]>([]);
  const [failed, setFailed] = useState(false);
  const [upload, setUpload] = useState<UploadState>({ kind: 'idle' });
  /** Stays to be chosen when the next file is refused. */
  const [own, setOwn] = useState<UploadedArena | null>(null);
  const file = useRef<HTMLInputElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      getStadiums().then(
        (all) => {
          setStock(all);
          setFailed(false);
        },
        () => {
          setFailed(true);
          timer = setTimeout(ask, RETRY_MS);
        },
      );
    };
    ask();
    return () => clearTimeout(timer);
  }, []);

  const known = stock.some(({ name }) => name === value) || own?.hash === value;

  const choose = (ref: string): void => {
    if (own?.hash === ref) onChoose({ ref, hash: own.hash, name: own.name });
    const found = stock.find(({ name }) => name === ref);
    if (found) onChoose({ ref: found.name, hash: found.hash, name: found.name });
  };

  const send = async (chosen: File): Promise<void> => {
    setUpload({ kind: 'reading' });
    try {
      const arena = await uploadStadium(chosen);
      setUpload({ kind: 'ready', arena });
      setOwn(arena);
      onChoose({ ref: arena.hash, hash: arena.hash, name: arena.name });
    } catch (problem) {
      setUpload({ kind: 'refused', ...refusalWords(problem) });
    }
  };
  useEffect(() => {
    if (brought) void send(brought);
  }, [brought]);

  return (
    <div class="stadium-picker">
      <Field label={t('stadium.label')} {...(failed ? { fault: t('stadium.listFailed') } : {})}>
        {({ id, describedBy }) => (
          <select
            id={id}
            aria-describedby={describedBy}
            value={value}
            disabled={disabled}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            {known ? null : <option value={value}>{value}</option>}
            {own ? <option value={own.hash}>{t('stadium.own', { name: own.name })}</option> : null}
            {stock.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <input
        ref={file}
        class="sr-only"
        type="file"
        accept=".hbs,.json,.json5,text/plain"
        tabIndex={-1}
        aria-label={t('stadium.upload')}
        data-testid="stadium-file"
        disabled={disabled}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (chosen) void send(chosen);
        }}
      />
      <button
        type="button"
        class="button"
        disabled={disabled || upload.kind === 'reading'}
        onClick={() => file.current?.click()}
      >
        <Icon of={Upload} size={18} />
        {t('stadium.upload')}
      </button>
      <UploadNote state={upload} />
    </div>
  );
}

function UploadNote({ state }: { state: UploadState }): VNode | null {
  if (state.kind === 'idle') return null;
  if (state.kind === 'reading')
    return (
      <p class="upload-note" role="status">
        {t('stadium.uploading')}
      </p>
    );
  if (state.kind === 'refused') {
    return (
      <div class="upload-note fault" role="alert">
        <p>{t('stadium.refused', { why: state.words })}</p>
        {state.where ? <p>{t('stadium.where', { where: state.where })}</p> : null}
      </div>
    );
  }
  const { name, warnings } = state.arena;
  return (
    <div class="upload-note" role="status">
      <p class="good">{t('stadium.uploaded', { name })}</p>
      {warnings.length > 0 ? (
        <>
          <p>{t('stadium.warnings', { n: warnings.length })}</p>
          <ul>
            {warnings.slice(0, SHOWN_WARNINGS).map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

/** A larger file is no stadium: it is not even read. */
const MOST_BYTES = 4_000_000;

export async function uploadStadium(file: File): Promise<UploadedArena> {
  if (file.size > MOST_BYTES) throw new ApiProblem('too-large', '');
  return uploadArena(await file.text());
}

export function refusalWords(problem: unknown): { words: string; where: string | undefined } {
  if (!(problem instanceof ApiProblem)) return { words: t('problem.internal'), where: undefined };
  const words = problem.code === 'bad-stadium' && problem.message ? problem.message : t(`problem.${problem.code}`);
  // The message often says where already.
  const told = problem.where !== undefined && words.toLowerCase().includes(problem.where.toLowerCase());
  return { words, where: told ? undefined : problem.where };
}

// A recording that somebody has as a file. It is handed from page to page in memory, and goes nowhere else.
import { signal } from '@preact/signals';
import { navigate, replayPath } from '../router.ts';

/** The file that /replay plays; null: none yet. */
export const dropped = signal<File | null>(null);

export function playFile(file: File): void {
  dropped.value = file;
  navigate(replayPath(''));
}

/** Files that are dropped onto the page; what is no recording is refused where it would play. `dragging` is told while one is above it. */
export function listenForFiles(dragging: (over: boolean) => void, take: (file: File) => void = playFile): () => void {
  const gone = new AbortController();
  const { signal: stop } = gone;
  const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener(
    'dragover',
    (event) => {
      if (!holdsFile(event) || isField(event.target)) return;
      event.preventDefault();
      dragging(true);
    },
    { signal: stop },
  );
  addEventListener('dragleave', (event) => event.relatedTarget === null && dragging(false), { signal: stop });
  addEventListener(
    'drop',
    (event) => {
      dragging(false);
      if (!holdsFile(event) || isField(event.target)) return;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) take(file);
    },
    { signal: stop },
  );
  return () => gone.abort();
}

export const isStadium = ({ name }: File): boolean => /\.hbs$/i.test(name);
export const isRecording = ({ name }: File): boolean => /\.tlr(\.gz)?$/i.test(name);

/** A field for files takes its own. */
const isField = (target: EventTarget | null): boolean => target instanceof HTMLInputElement;

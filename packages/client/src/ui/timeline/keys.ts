// The timeline's keys. Nothing here while somebody types or a dialog is open.
import { SKIP_SECONDS, SPEEDS, type TimelineModel } from './model.ts';

const ELSEWHERE =
  'input, textarea, select, [contenteditable="true"], dialog, [role="slider"], [role="log"], [role="dialog"]';

/** For the list under `?`. */
export const TIMELINE_KEYS = [
  [['Space', 'K'], 'timeline.key.play'],
  [['←', '→'], 'timeline.key.skip'],
  [[',', '.'], 'timeline.key.frame'],
  [['1', '…', '6'], 'timeline.key.speed'],
  [['G', 'Shift G'], 'timeline.key.goal'],
  [['C'], 'timeline.key.clip'],
  [['[', ']'], 'timeline.key.ends'],
  [['L'], 'timeline.key.loop'],
  [['F'], 'timeline.key.follow'],
  [['0'], 'timeline.key.camera'],
  [['Home', 'End'], 'timeline.key.border'],
] as const;

export interface KeyTargets {
  readonly model: TimelineModel;
  /** Follows the next player. */
  readonly followNext: () => void;
  readonly resetCamera: () => void;
}

export function listenForTimeline({ model, followNext, resetCamera }: KeyTargets): () => void {
  const gone = new AbortController();
  const { signal } = gone;
  const acts: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    ' ': () => model.toggle(),
    k: () => model.toggle(),
    arrowleft: () => model.skip(-SKIP_SECONDS),
    arrowright: () => model.skip(SKIP_SECONDS),
    ',': () => model.nudge(-1),
    '.': () => model.nudge(1),
    g: ({ shiftKey }) => model.toGoal(shiftKey ? -1 : 1),
    c: () => model.toggleClip(),
    l: () => model.toggleLoop(),
    '[': () => model.setClipEnd('from', model.tick.peek()),
    ']': () => model.setClipEnd('to', model.tick.peek()),
    f: followNext,
    '0': resetCamera,
    home: () => model.toStart(),
    end: () => model.toEnd(),
    ...Object.fromEntries(SPEEDS.map((speed, i) => [String(i + 1), () => model.setSpeed(speed)])),
  };
  const actOf = (event: KeyboardEvent): ((event: KeyboardEvent) => void) | undefined => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(ELSEWHERE)) return;
    // Space presses a button that was reached by keys; one that was clicked has had its press.
    if (event.key === ' ' && target?.closest('button, a')?.matches(':focus-visible')) return;
    return acts[event.key.toLowerCase()];
  };
  addEventListener(
    'keydown',
    (event) => {
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || /^(Arrow|[,.])/.test(event.key)) act(event);
    },
    { signal },
  );
  addEventListener('keyup', (event) => event.key === ' ' && actOf(event) && event.preventDefault(), { signal });
  return () => gone.abort();
}

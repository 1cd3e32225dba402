// The room's keys. Nothing here while somebody types; Tab belongs to the browser wherever something has the focus.
import { ACTIONS, settings } from '../settings/settings.ts';
import type { RoomModel } from './room-model.ts';

const TYPED_IN = 'input, textarea, select, [contenteditable="true"], dialog';

/** Players may have bound it to something else. */
const isForThePitch = (code: string): boolean => ACTIONS.some((action) => settings.peek().keys[action].includes(code));

export function listenForShortcuts(model: RoomModel): () => void {
  const gone = new AbortController();
  const { signal } = gone;
  const down = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'F3') {
      event.preventDefault();
      model.showsDebug.value = !model.showsDebug.peek();
      return;
    }
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPED_IN)) return;
    const onControl = target?.closest('button, a, [role="log"]') != null;
    switch (event.key) {
      case 'Escape':
        model.open(model.opened.peek() === 'nothing' ? 'panel' : 'nothing');
        break;
      case 'Enter':
        if (onControl) return;
        event.preventDefault();
        model.open('chat');
        break;
      case 'Tab':
        if (onControl || event.shiftKey || model.opened.peek() !== 'nothing') return;
        event.preventDefault();
        model.showsPlayers.value = true;
        break;
      case '?':
        model.open('help');
        break;
      case 't':
      case 'T':
        if (model.isWatching || !isForThePitch(event.code)) model.open('statistics');
        break;
      case '/':
        if (onControl) return;
        model.open('chat');
        break;
      default:
    }
  };
  const hide = (): void => {
    model.showsPlayers.value = false;
  };
  addEventListener('keydown', down, { signal });
  addEventListener('keyup', (event) => event.key === 'Tab' && hide(), { signal });
  addEventListener('blur', hide, { signal });
  return () => gone.abort();
}

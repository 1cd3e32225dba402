// Says that this match is the room's last. Small, at the edge: the match goes on.
import { DoorClosed } from 'lucide';
import type { VNode } from 'preact';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import type { Scoreboard } from '../session.ts';

interface ClosingNoteProps {
  readonly board: Scoreboard | null;
  /** Without a seat. */
  readonly watching: boolean;
}

export function ClosingNote({ board, watching }: ClosingNoteProps): VNode | null {
  if (!board || board.closing === 'no') return null;
  return (
    <p class="closing-note on-pitch" role="status" data-testid="closing">
      <Icon of={DoorClosed} size={18} />
      <span>{t(board.closing === 'server' && watching ? 'closing.serverWatched' : `closing.${board.closing}`)}</span>
    </p>
  );
}

// Between two matches: what you wait for, and whom it depends on.
import type { TextKey } from '../i18n/t.ts';
import type { RosterLine } from '../session.ts';

/** `led`: somebody is admin; without one the room starts matches by itself. */
export function idleText(self: Pick<RosterLine, 'team' | 'admin'>, led: boolean): TextKey {
  if (self.admin) return 'idle.noMatch.admin';
  if (self.team === 0) return led ? 'idle.noMatch.player' : 'idle.noMatch.unled';
  return led ? 'idle.noMatch.onSide' : 'idle.noMatch.unledOnSide';
}

// A file that is dropped onto a room: the browser would leave the match for it.
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { refusalWords, uploadStadium } from '../lobby/stadium-picker.tsx';
import { isRecording, isStadium, playFile } from '../replay/dropped.ts';

export async function takeFile(model: RoomModel, file: File): Promise<void> {
  if (isRecording(file) && model.isWatching) return playFile(file);
  if (!isStadium(file)) return model.tell(t('drop.notHere'));
  if (!model.isAdmin.peek()) return model.tell(t('notice.not-admin'));
  if (model.session.scoreboard.peek()?.phase !== 'none') return model.tell(t('panel.rulesRunning'));
  try {
    const { hash, name } = await uploadStadium(file);
    model.request({ verb: 'stadium', body: { hash } });
    model.tell(t('stadium.uploaded', { name }));
  } catch (problem) {
    model.tell(t('stadium.refused', { why: refusalWords(problem).words }));
  }
}

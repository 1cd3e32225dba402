import type { BotLevel } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { ApiProblem, createRoom } from '../../net/api.ts';
import { Dialog } from '../dialog.tsx';
import { Choice, Field, NumberField } from '../fields.tsx';
import { t } from '../i18n/t.ts';
import { LENGTHS, nick } from '../remember.ts';
import { goPlay } from '../router.ts';
import { StadiumPicker } from './stadium-picker.tsx';

/** The same bounds as protocol/http.ts; a test compares them. */
export const BOUNDS = { seats: [2, 30], limit: [0, 99], bots: [0, 6], delay: [0, 120] } as const;

export const botLevels = (): { value: BotLevel; text: string }[] => [
  { value: 1, text: t('open.level.1') },
  { value: 2, text: t('open.level.2') },
  { value: 3, text: t('open.level.3') },
];

/** `file`: a stadium that was dropped onto the page. */
export function OpenRoom({ file, onClose }: { file: File | null; onClose: () => void }): VNode {
  const mine = nick.value.trim();
  const [name, setName] = useState(
    (mine ? t('open.nameDefault', { nick: mine }) : t('open.nameDefaultNobody')).slice(0, LENGTHS.roomName),
  );
  const [password, setPassword] = useState('');
  const [maxPlayers, setMaxPlayers] = useState(12);
  const [unlisted, setUnlisted] = useState(false);
  const [stadium, setStadium] = useState('Classic');
  const [scoreLimit, setScoreLimit] = useState(3);
  const [timeLimit, setTimeLimit] = useState(3);
  const [bots, setBots] = useState(0);
  const [botLevel, setBotLevel] = useState<BotLevel>(2);
  const [delay, setDelay] = useState(0);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault('');
    try {
      const room = { name, maxPlayers, unlisted, stadium, scoreLimit, timeLimit, bots, botLevel, delay };
      const { id } = await createRoom(password ? { ...room, password } : room);
      goPlay(password ? { room: id, password, takeSide: false } : { room: id, takeSide: false });
    } catch (problem) {
      setBusy(false);
      const known = problem instanceof ApiProblem;
      setFault([t(`problem.${known ? problem.code : 'internal'}`), known ? problem.message : ''].join(' ').trim());
    }
  };

  return (
    <Dialog title={t('open.title')} onClose={onClose} wide>
      <form class="form-grid" onSubmit={submit}>
        <Field label={t('open.name')} class="span-2">
          {({ id }) => (
            <input
              id={id}
              required
              maxLength={LENGTHS.roomName}
              value={name}
              autocomplete="off"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t('open.password')} hint={t('open.passwordHint')}>
          {({ id, describedBy }) => (
            <input
              id={id}
              aria-describedby={describedBy}
              maxLength={LENGTHS.password}
              value={password}
              autocomplete="off"
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Field>
        <Choice
          label={t('open.visibility')}
          value={unlisted ? 1 : 0}
          options={[
            { value: 0, text: t('open.public') },
            { value: 1, text: t('open.unlisted') },
          ]}
          onChange={(value) => setUnlisted(value === 1)}
        />
        <div class="span-2">
          <StadiumPicker value={stadium} file={file} onChoose={({ ref }) => setStadium(ref)} />
        </div>
        <div class="span-2 numbers">
          <NumberField
            label={t('open.size')}
            value={maxPlayers}
            min={BOUNDS.seats[0]}
            max={BOUNDS.seats[1]}
            onChange={setMaxPlayers}
          />
          <NumberField
            label={t('open.scoreLimit')}
            hint={t('open.noLimit')}
            value={scoreLimit}
            min={BOUNDS.limit[0]}
            max={BOUNDS.limit[1]}
            onChange={setScoreLimit}
          />
          <NumberField
            label={t('open.timeLimit')}
            hint={t('open.noLimit')}
            value={timeLimit}
            min={BOUNDS.limit[0]}
            max={BOUNDS.limit[1]}
            onChange={setTimeLimit}
          />
        </div>
        <NumberField label={t('open.bots')} value={bots} min={BOUNDS.bots[0]} max={BOUNDS.bots[1]} onChange={setBots} />
        <Choice
          label={t('open.botLevel')}
          value={botLevel}
          disabled={bots === 0}
          options={botLevels()}
          onChange={setBotLevel}
        />
        <NumberField
          label={t('open.delay')}
          hint={t('open.delayHint')}
          value={delay}
          min={BOUNDS.delay[0]}
          max={BOUNDS.delay[1]}
          onChange={setDelay}
        />
        <div class="dialog-actions span-2">
          {fault ? (
            <p class="fault" role="alert">
              {fault}
            </p>
          ) : null}
          <button type="button" class="button quiet" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? t('open.submitting') : t('open.submit')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

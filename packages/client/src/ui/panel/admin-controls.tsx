// What an admin sets. Every control sends at once; the room's answer is what the control then shows.

import { useSignal } from '@preact/signals';
import { type BotLevel, MAX_SLOW_SECONDS } from '@touchline/shared/protocol';
import type { IconNode } from 'lucide';
import { Dices, Lock, LockOpen, Pause, Play, RotateCcw, Square, Wand } from 'lucide';
import type { VNode } from 'preact';
import { Choice, Field, NumberField } from '../fields.tsx';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { BOUNDS, botLevels } from '../lobby/open-room.tsx';
import { StadiumPicker } from '../lobby/stadium-picker.tsx';
import { LENGTHS } from '../remember.ts';
import type { Scoreboard } from '../session.ts';

interface Part {
  readonly model: RoomModel;
  readonly board: Scoreboard;
}

export function MatchControls({ model, board }: Part): VNode {
  const running = board.phase !== 'none';
  const paused = board.pause > 0;
  return (
    <div class="controls" role="group" aria-label={t('panel.match')}>
      {running ? (
        <>
          <Press icon={Square} text={t('panel.stop')} onClick={() => model.request({ verb: 'stop', body: {} })} />
          <Press
            icon={paused ? Play : Pause}
            text={t(paused ? 'panel.resume' : 'panel.pause')}
            onClick={() => model.request({ verb: 'pause', body: { paused: !paused } })}
          />
        </>
      ) : (
        <Press primary icon={Play} text={t('panel.start')} onClick={() => model.request({ verb: 'start', body: {} })} />
      )}
      <span class="controls-gap" />
      <Press
        icon={Wand}
        text={t('panel.auto')}
        hint={t('panel.autoHint')}
        onClick={() => model.request({ verb: 'teams', body: { how: 'auto' } })}
      />
      <Press
        icon={Dices}
        text={t('panel.random')}
        hint={t('panel.randomHint')}
        onClick={() => model.request({ verb: 'teams', body: { how: 'random' } })}
      />
      <Press
        icon={RotateCcw}
        text={t('panel.reset')}
        hint={t('panel.resetHint')}
        onClick={() => model.request({ verb: 'teams', body: { how: 'reset' } })}
      />
      <Press
        icon={board.locked ? LockOpen : Lock}
        text={t(board.locked ? 'panel.unlock' : 'panel.lock')}
        pressed={board.locked}
        onClick={() => model.request({ verb: 'lock', body: { locked: !board.locked } })}
      />
    </div>
  );
}

interface PressProps {
  readonly icon: IconNode;
  readonly text: string;
  readonly hint?: string;
  readonly primary?: boolean;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

function Press({ icon, text, hint, primary = false, pressed, onClick }: PressProps): VNode {
  return (
    <button
      type="button"
      class={primary ? 'button small primary' : 'button small'}
      title={hint}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon of={icon} size={16} />
      {text}
    </button>
  );
}

export function RoomControls({ model, board }: Part): VNode {
  const running = board.phase !== 'none';
  const { scoreLimit, timeLimit } = board;
  const level = (board.botLevel === 1 || board.botLevel === 3 ? board.botLevel : 2) satisfies BotLevel;
  return (
    <div class="room-controls">
      <section>
        <h3>{t('panel.rules')}</h3>
        {running ? <p class="field-note">{t('panel.rulesRunning')}</p> : null}
        <div class="pair">
          <NumberField
            label={t('open.scoreLimit')}
            value={scoreLimit}
            min={BOUNDS.limit[0]}
            max={BOUNDS.limit[1]}
            disabled={running}
            onChange={(value) => model.request({ verb: 'limits', body: { scoreLimit: value, timeLimit } })}
          />
          <NumberField
            label={t('open.timeLimit')}
            value={timeLimit}
            min={BOUNDS.limit[0]}
            max={BOUNDS.limit[1]}
            disabled={running}
            onChange={(value) => model.request({ verb: 'limits', body: { scoreLimit, timeLimit: value } })}
          />
        </div>
        <StadiumPicker
          value={board.stadium}
          disabled={running}
          onChoose={({ hash }) => model.request({ verb: 'stadium', body: { hash } })}
        />
      </section>
      <section>
        <h3>{t('panel.bots')}</h3>
        <div class="pair">
          <NumberField
            label={t('open.bots')}
            value={board.bots}
            min={BOUNDS.bots[0]}
            max={BOUNDS.bots[1]}
            onChange={(perSide) => model.request({ verb: 'bots', body: { perSide, level } })}
          />
          <Choice
            label={t('open.botLevel')}
            value={level}
            options={botLevels()}
            onChange={(value) => model.request({ verb: 'bots', body: { perSide: board.bots, level: value } })}
          />
        </div>
        <NumberField
          label={t('panel.slow')}
          hint={t('panel.slowHint')}
          value={model.session.chatRules?.value.slowSeconds ?? 0}
          min={0}
          max={MAX_SLOW_SECONDS}
          onChange={(seconds) => model.request({ verb: 'slow', body: { seconds } })}
        />
        <h3>{t('panel.access')}</h3>
        <Password model={model} board={board} />
      </section>
    </div>
  );
}

function Password({ model, board }: Part): VNode {
  const password = useSignal('');
  return (
    <form
      class="password-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (password.value === '') return;
        model.request({ verb: 'password', body: { password: password.value } });
        password.value = '';
      }}
    >
      <Field label={t('panel.passwordNew')} hint={t(board.hasPassword ? 'panel.passwordOn' : 'panel.passwordOff')}>
        {({ id, describedBy }) => (
          <input
            id={id}
            aria-describedby={describedBy}
            maxLength={LENGTHS.password}
            autocomplete="off"
            value={password}
            onInput={(event) => {
              password.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <div class="row">
        <button type="submit" class="button small" disabled={password.value === ''}>
          {t('action.set')}
        </button>
        <button
          type="button"
          class="button small"
          disabled={!board.hasPassword}
          onClick={() => model.request({ verb: 'password', body: { password: null } })}
        >
          {t('action.clear')}
        </button>
        <button type="button" class="button small" onClick={() => model.request({ verb: 'clearBans', body: {} })}>
          {t('panel.clearBans')}
        </button>
      </div>
    </form>
  );
}

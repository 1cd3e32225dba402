// How the server is doing, its rooms, and what concerns all of them.
import { useSignal } from '@preact/signals';
import type { AdminRoom, AdminStatus } from '@touchline/shared/protocol';
import type { VNode } from 'preact';
import { Field } from '../fields.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { formatClock } from '../hud/clock.ts';
import { durationText } from '../i18n/duration.ts';
import { t } from '../i18n/t.ts';
import { playPath, watchPath } from '../router.ts';
import type { AdminModel } from './admin-model.ts';

const LONGEST_LINE = 1000;

export function NowView({ model }: { model: AdminModel }): VNode {
  const status = model.status.value;
  const rooms = model.rooms.value;
  const asksDrain = useSignal(false);
  return (
    <>
      {status ? <Figures status={status} /> : null}
      <section class="admin-card">
        <h2>{t('admin.announceTitle')}</h2>
        <Announce model={model} rooms={rooms} />
      </section>
      <section>
        <h2>{t('admin.rooms')}</h2>
        <ul class="admin-list">
          {rooms.map((room) => (
            <Room key={room.id} room={room} model={model} />
          ))}
        </ul>
      </section>
      <section class="admin-card">
        <h2>{t('admin.drain')}</h2>
        <p>{t(status?.draining ? 'admin.draining' : 'admin.drainText')}</p>
        <div class="row">
          <button
            type="button"
            class="button danger"
            disabled={status?.draining}
            onClick={() => {
              asksDrain.value = true;
            }}
          >
            {t('admin.drain')}
          </button>
        </div>
      </section>
      {asksDrain.value ? (
        <FormDialog
          title={t('admin.drainConfirm')}
          action={t('admin.drain')}
          danger
          onClose={() => {
            asksDrain.value = false;
          }}
          onSubmit={() => {
            asksDrain.value = false;
            void model.act('drain', {}, () => t('admin.draining'));
          }}
        >
          <p>{t('admin.drainText')}</p>
        </FormDialog>
      ) : null}
    </>
  );
}

function Figures({ status }: { status: AdminStatus }): VNode {
  const { half, worst1Percent } = status.latenessMs;
  const figures = [
    [t('admin.up'), durationText(status.uptimeSeconds)],
    [t('admin.players'), status.players],
    [t('admin.viewers'), status.viewers],
    [t('admin.cpu'), t(status.busy ? 'admin.percentBusy' : 'admin.percent', { n: Math.round(status.cpu * 100) })],
    [t('admin.memory'), t('admin.megabytes', { n: status.memoryMb })],
    [t('admin.lateness'), t('admin.latenessOf', { half, worst: worst1Percent })],
  ] as const;
  return (
    <dl class="admin-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Room({ room, model }: { room: AdminRoom; model: AdminModel }): VNode {
  const match =
    room.phase === 'none'
      ? t('admin.noMatch')
      : t('admin.match', { red: room.red, blue: room.blue, clock: formatClock(room.seconds) });
  return (
    <li class="admin-card">
      <h3>
        {room.name} <code>{room.id}</code>
      </h3>
      <p>
        {t('admin.roomFacts', { players: room.players, max: room.maxPlayers, bots: room.bots, viewers: room.viewers })}
        {' · '}
        {match} · {room.stadium}
        {room.awake ? '' : ` · ${t('admin.asleep')}`}
      </p>
      {room.script ? (
        <details>
          <summary>{t('admin.script', { script: room.script })}</summary>
          <pre class="admin-log">{room.scriptLines.join('\n')}</pre>
        </details>
      ) : null}
      <div class="row">
        <a class="button small" href={watchPath(room.id, room.watchKey)}>
          {t('admin.watch')}
        </a>
        <a class="button small" href={playPath(room.id)}>
          {t('admin.enter')}
        </a>
        {room.script ? (
          <button
            type="button"
            class="button small"
            onClick={() =>
              void model.act('script restart', { room: room.id }, ({ script }) =>
                t('admin.scriptRestarted', { script }),
              )
            }
          >
            {t('admin.scriptRestart')}
          </button>
        ) : null}
      </div>
    </li>
  );
}

function Announce({ model, rooms }: { model: AdminModel; rooms: readonly AdminRoom[] }): VNode {
  const text = useSignal('');
  const room = useSignal('');
  const say = async (event: Event): Promise<void> => {
    event.preventDefault();
    const line = text.peek().trim();
    if (line === '') return;
    const where = room.peek() === '' ? {} : { room: room.peek() };
    const done = await model.act('announce', { text: line, ...where }, (answer) =>
      t('admin.announced', { n: answer.rooms }),
    );
    if (done) text.value = '';
  };
  return (
    <form class="admin-form" onSubmit={(event) => void say(event)}>
      <Field label={t('admin.announceText')}>
        {({ id }) => (
          <input
            id={id}
            maxLength={LONGEST_LINE}
            autocomplete="off"
            value={text}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <Field label={t('admin.where')}>
        {({ id }) => (
          <select
            id={id}
            value={room}
            onChange={(event) => {
              room.value = event.currentTarget.value;
            }}
          >
            <option value="">{t('admin.allRooms')}</option>
            {rooms.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" class="button">
        {t('admin.announce')}
      </button>
    </form>
  );
}

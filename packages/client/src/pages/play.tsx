// A seat in a room: the form before it, the room, and every way it may end.

import { useSignal } from '@preact/signals';
import type { QueueTicket, RoomListing } from '@touchline/shared/protocol';
import {
  AppWindow,
  Ban,
  Clock,
  DoorClosed,
  type IconNode,
  KeyRound,
  RotateCw,
  ServerCrash,
  Unplug,
  Users,
  UserX,
} from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { ApiProblem, getRoom } from '../net/api.ts';
import { joinRoom } from '../net/connection.ts';
import { holdsSeat } from '../net/held-seat.ts';
import { Field } from '../ui/fields.tsx';
import { Room } from '../ui/hud/room.tsx';
import { RoomModel } from '../ui/hud/room-model.ts';
import { durationText } from '../ui/i18n/duration.ts';
import { t } from '../ui/i18n/t.ts';
import { later } from '../ui/later.tsx';
import { avatar, LENGTHS, nick } from '../ui/remember.ts';
import { takeIntent, watchPath } from '../ui/router.ts';
import { END_ICONS, Screen } from '../ui/screen.tsx';
import type { EndReason, JoinFailure, PlaySession, SessionStatus } from '../ui/session.ts';
import { WhoFields } from '../ui/who.tsx';
import { pitchOf, preloadPitch } from './stage.ts';
import { Waiting } from './waiting.tsx';
import '../ui/style/room.css';

const IdentityDialog = later(async () => (await import('../ui/identity/identity-dialog.tsx')).IdentityDialog);

type Refusal = JoinFailure['refusal'];

type Stage =
  | { readonly kind: 'form'; readonly refusal: Refusal | null }
  /** `working`: the gate asks for more than a moment's work. */
  | { readonly kind: 'joining'; readonly working: boolean }
  | { readonly kind: 'queue'; readonly place: QueueTicket }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'in'; readonly session: PlaySession }
  /** `watchKey`: whoever has to leave a private room may still watch it. */
  | { readonly kind: 'ended'; readonly status: Extract<SessionStatus, { kind: 'ended' }>; readonly watchKey: string };

/** These are told in the form, where they can be put right. */
const IN_FORM: readonly Refusal[] = ['wrong-password', 'bad-nick', 'reserved-nick'];

export function PlayPage({ room: roomId }: { room: string }): VNode {
  const stage = useSignal<Stage>({ kind: 'form', refusal: null });
  const listing = useSignal<RoomListing | null>(null);
  const password = useSignal('');
  const session = useRef<PlaySession | null>(null);
  const gate = useRef<AbortController | null>(null);
  const takesSide = useRef(false);

  /** `unseen`: what is on the screen stays there until the gate has work for this page. */
  const join = async (takeOver = false, unseen = false): Promise<void> => {
    const name = nick.peek().trim();
    gate.current?.abort();
    gate.current = new AbortController();
    const { signal } = gate.current;
    if (!unseen) stage.value = { kind: 'joining', working: false };
    const working = () => {
      stage.value = { kind: 'joining', working: true };
    };
    try {
      const as = { nick: name, avatar: avatar.peek().trim() };
      const word = password.peek() ? { password: password.peek() } : {};
      const joined = await joinRoom(roomId, { ...as, ...word }, { signal, working }, takeOver);
      session.current = joined;
      stage.value = { kind: 'in', session: joined };
    } catch (fault) {
      if (signal.aborted) return;
      const { refusal, place } = failureOf(fault);
      if (place) {
        stage.value = { kind: 'queue', place };
        return;
      }
      // No word was given and one is needed: that is a question, not a fault.
      const asked = refusal === 'wrong-password' && password.peek() === '';
      stage.value = IN_FORM.includes(refusal)
        ? { kind: 'form', refusal: asked ? null : refusal }
        : { kind: 'refused', refusal };
      if (asked && listing.peek()) listing.value = { ...listing.peek(), hasPassword: true } as RoomListing;
    }
  };

  useEffect(() => {
    const intent = takeIntent(roomId);
    if (intent?.password) password.value = intent.password;
    takesSide.current = intent?.takeSide ?? false;
    const direct = nick.peek().trim() !== '' && (intent !== null || holdsSeat(roomId));
    if (direct) void join();
    getRoom(roomId).then(
      (found) => {
        listing.value = found;
      },
      (problem: unknown) => {
        if (direct || stage.peek().kind !== 'form') return;
        if (!(problem instanceof ApiProblem)) return;
        if (problem.code === 'not-found') stage.value = { kind: 'refused', refusal: 'not-found' };
        if (problem.code === 'unreachable') stage.value = { kind: 'refused', refusal: 'unreachable' };
        if (problem.code === 'stopping') stage.value = { kind: 'refused', refusal: 'stopping' };
      },
    );
    preloadPitch();
    return () => {
      gate.current?.abort();
      session.current?.dispose();
    };
  }, [roomId]);

  const now = stage.value;
  const back = (
    <a class="button" href="/">
      {t('action.back')}
    </a>
  );
  const takeOver = (text: string): VNode => (
    <button type="button" class="button primary" onClick={() => void join(true)}>
      {text}
    </button>
  );
  const again = (text: string): VNode => (
    <button type="button" class="button primary" onClick={() => void join()}>
      {text}
    </button>
  );
  const watch = (watchKey: string): VNode => (
    <a class="button" href={watchPath(roomId, watchKey)}>
      {t('action.watchInstead')}
    </a>
  );
  if (!('WebSocket' in globalThis))
    return (
      <Screen icon={Unplug} title={t('noSocket.title')} text={t('noSocket.text')}>
        {watch('')}
        {back}
      </Screen>
    );

  switch (now.kind) {
    case 'form':
      return (
        <JoinForm
          roomId={roomId}
          room={listing.value}
          refusal={now.refusal}
          password={password.value}
          onPassword={(word) => {
            password.value = word;
          }}
          onJoin={() => void join()}
        />
      );
    case 'joining':
      return <Connecting name={listing.value?.name ?? roomId} working={now.working} />;
    case 'queue':
      return (
        <Waiting
          key={now.place.ticket}
          roomId={roomId}
          name={listing.value?.name ?? roomId}
          at={now.place}
          onSeat={() => void join()}
          onOver={(refusal) => {
            stage.value = { kind: 'refused', refusal };
          }}
        />
      );
    case 'refused': {
      const { refusal } = now;
      const mayWatch = MAY_WATCH.has(refusal) && listing.value?.watchable !== false;
      return (
        <Screen icon={REFUSAL_ICONS[refusal]} title={t(`refused.${refusal}.title`)} text={t(`refused.${refusal}.text`)}>
          {refusal === 'old-client' ? <ReloadButton /> : null}
          {KEEPS_TRYING.has(refusal) ? <Retry roomId={roomId} join={join} /> : null}
          {refusal === 'server-busy' ? <RetryUnseen join={() => join(false, true)} /> : null}
          {MAY_RETRY.has(refusal) ? again(t('action.retry')) : null}
          {refusal === 'in-other-tab' ? takeOver(t('action.playHere')) : null}
          {mayWatch ? watch('') : null}
          {back}
        </Screen>
      );
    }
    case 'in':
      return (
        <InRoom
          key={now.session.roomId}
          session={now.session}
          name={listing.value?.name ?? roomId}
          takesSide={takesSide.current}
          onEnd={(status) => {
            session.current = null;
            stage.value = { kind: 'ended', status, watchKey: now.session.watchKey.peek() };
          }}
        />
      );
    case 'ended': {
      const { reason, by, words } = now.status;
      const said = [by ? t('ended.by', { by }) : '', words ? t('ended.words', { words }) : ''].filter(
        (line) => line !== '',
      );
      return (
        <Screen
          icon={END_ICONS[reason]}
          title={t(`ended.${reason}.title`)}
          text={t(`ended.${reason}.text`)}
          said={said}
        >
          {KEEPS_TRYING.has(reason) ? <Retry roomId={roomId} join={join} /> : null}
          {MAY_REJOIN.includes(reason) ? again(t('action.rejoin')) : null}
          {reason === 'moved' ? takeOver(t('action.playHereAgain')) : null}
          {reason === 'kicked' || reason === 'banned' ? watch(now.watchKey) : null}
          {back}
        </Screen>
      );
    }
  }
}

const REFUSAL_ICONS: Readonly<Record<Refusal, IconNode>> = {
  full: Users,
  'address-full': Users,
  'wrong-password': KeyRound,
  banned: Ban,
  'bad-nick': UserX,
  'reserved-nick': UserX,
  'old-client': RotateCw,
  'too-many': Clock,
  'stale-challenge': Clock,
  'bad-proof': KeyRound,
  'wrong-host': Unplug,
  'in-other-tab': AppWindow,
  'not-found': DoorClosed,
  unreachable: Unplug,
  stopping: ServerCrash,
  'room-closing': DoorClosed,
  'server-closing': ServerCrash,
  'server-busy': Users,
};

const MAY_RETRY: ReadonlySet<Refusal> = new Set([
  'full',
  'address-full',
  'too-many',
  'unreachable',
  'stopping',
  'stale-challenge',
  'bad-proof',
] as const);

const MAY_WATCH: ReadonlySet<Refusal> = new Set([
  'full',
  'address-full',
  'banned',
  'too-many',
  'room-closing',
  'server-closing',
  'server-busy',
] as const);

const MAY_REJOIN: readonly EndReason[] = ['kicked', 'too-fast', 'lost', 'stopping', 'left'];

/** Nobody decided this: as soon as the room answers again, the player is back in it. */
const KEEPS_TRYING: ReadonlySet<EndReason | Refusal> = new Set([
  ...(['lost', 'stopping', 'unreachable'] as const),
  'server-closing',
]);
const RETRY_MS = 2000;

/** Asks for the room until it takes people in, then joins: each join is counted. Shows nothing: the screen around it says what happens. */
function Retry({ roomId, join }: { roomId: string; join: () => Promise<void> }): null {
  useEffect(() => {
    const timer = setInterval(() => {
      if (nick.peek().trim() === '') return;
      getRoom(roomId).then(
        ({ closing }) => (closing === 'server' ? undefined : join()),
        () => undefined,
      );
    }, RETRY_MS);
    return () => clearInterval(timer);
  }, [roomId]);
  return null;
}

const BUSY_RETRY_MS = 4000;

/** Knocks at a server that carries nobody new, at its own time: not with all the others who wait. Being refused costs no work. */
function RetryUnseen({ join }: { join: () => Promise<void> }): null {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let shown = true;
    const knockLater = () => {
      if (shown) timer = setTimeout(() => void join().then(knockLater), BUSY_RETRY_MS * (1 + Math.random()));
    };
    knockLater();
    return () => {
      shown = false;
      clearTimeout(timer);
    };
  }, []);
  return null;
}

function failureOf(fault: unknown): JoinFailure {
  if (typeof fault === 'object' && fault !== null && 'refusal' in fault) return fault as JoinFailure;
  console.error(fault);
  return { refusal: 'unreachable' };
}

function ReloadButton(): VNode {
  return (
    <button type="button" class="button primary" onClick={() => location.reload()}>
      {t('action.reload')}
    </button>
  );
}

function Connecting({ name, working = false }: { name: string; working?: boolean }): VNode {
  const [title, text] = working
    ? [t('connecting.checkingIn.title'), t('connecting.checkingIn.text')]
    : [t('connecting.title'), t('connecting.text', { room: name })];
  return (
    <Screen busy icon={Clock} title={title} text={text}>
      <a class="button" href="/">
        {working ? t('action.cancel') : t('action.back')}
      </a>
    </Screen>
  );
}

interface InRoomProps {
  readonly session: PlaySession;
  readonly name: string;
  readonly takesSide: boolean;
  readonly onEnd: (status: Extract<SessionStatus, { kind: 'ended' }>) => void;
}

function InRoom({ session, name, takesSide, onEnd }: InRoomProps): VNode {
  const model = useMemo(() => new RoomModel(session), [session]);
  const mountPitch = useMemo(() => pitchOf(session, session), [session]);
  const wantsSide = useRef(takesSide);
  useEffect(() => {
    const stop = session.onNotice(({ code, seconds = 0 }) =>
      model.tell(t(`notice.${code}`, { time: durationText(seconds) })),
    );
    return () => {
      stop();
      model.dispose();
    };
  }, [session, model]);

  const status = session.status.value;
  const self = model.self.value;
  const board = session.scoreboard.value;
  useEffect(() => {
    if (status.kind === 'ended') onEnd(status);
  }, [status]);
  useEffect(() => {
    if (!wantsSide.current || !self || !board) return;
    wantsSide.current = false;
    if (self.team === 0 && !board.locked) session.send('team', { id: self.id, team: smallerSide(session) });
  }, [self, board]);

  return status.kind === 'connecting' && !board ? (
    <Connecting name={name} />
  ) : (
    <Room model={model} mountPitch={mountPitch} />
  );
}

/** Bots give way, so people are counted first. */
function smallerSide(session: PlaySession): 1 | 2 {
  const count = (team: 1 | 2, bots: boolean): number =>
    session.roster.value.filter((line) => line.team === team && (bots || !line.bot)).length;
  const people = count(1, false) - count(2, false);
  return (people || count(1, true) - count(2, true)) <= 0 ? 1 : 2;
}

interface JoinFormProps {
  readonly roomId: string;
  readonly room: RoomListing | null;
  readonly refusal: Refusal | null;
  readonly password: string;
  readonly onPassword: (password: string) => void;
  readonly onJoin: () => void;
}

function JoinForm({ roomId, room, refusal, password, onPassword, onJoin }: JoinFormProps): VNode {
  const nickField = useRef<HTMLInputElement>(null);
  const wordField = useRef<HTMLInputElement>(null);
  const missing = useSignal(false);
  const identityShown = useSignal(false);
  const title = room ? t('join.title', { room: room.name }) : t('join.titleUnknown');
  const asksWord = room?.hasPassword === true || refusal === 'wrong-password' || password !== '';
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (nick.peek() === '' || refusal === 'bad-nick' || refusal === 'reserved-nick') nickField.current?.focus();
    else if (asksWord) wordField.current?.focus();
  }, [refusal, asksWord]);

  const nickFault =
    refusal === 'bad-nick' || refusal === 'reserved-nick'
      ? t(`refused.${refusal}.text`)
      : missing.value && nick.value.trim() === ''
        ? t('who.nickNeeded')
        : '';
  return (
    <>
      <main class="join on-pitch">
        <form
          class="join-box"
          onSubmit={(event) => {
            event.preventDefault();
            if (nick.peek().trim() === '') {
              missing.value = true;
              nickField.current?.focus();
            } else onJoin();
          }}
        >
          <div>
            <h1>{title}</h1>
            <p class="join-facts">
              {room
                ? t('join.facts', { players: room.players, max: room.maxPlayers, stadium: room.stadium })
                : t('app.claim')}
            </p>
          </div>
          <WhoFields nickRef={nickField} {...(nickFault ? { fault: nickFault } : {})} />
          {asksWord ? (
            <Field
              label={t('join.password')}
              {...(refusal === 'wrong-password' ? { fault: t('refused.wrong-password.text') } : {})}
            >
              {({ id, describedBy }) => (
                <input
                  id={id}
                  ref={wordField}
                  aria-describedby={describedBy}
                  type="password"
                  maxLength={LENGTHS.password}
                  autocomplete="off"
                  value={password}
                  onInput={(event) => onPassword(event.currentTarget.value)}
                />
              )}
            </Field>
          ) : null}
          <div class="join-actions">
            <button type="submit" class="button primary">
              {t('join.submit')}
            </button>
            {room?.watchable === false ? null : (
              <a class="button" href={watchPath(roomId, '')}>
                {t('join.watch')}
              </a>
            )}
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                identityShown.value = true;
              }}
            >
              {t('identity.open')}
            </button>
            <a class="button quiet" href="/">
              {t('action.back')}
            </a>
          </div>
        </form>
      </main>
      {identityShown.value ? (
        <IdentityDialog
          onClose={() => {
            identityShown.value = false;
          }}
        />
      ) : null}
    </>
  );
}

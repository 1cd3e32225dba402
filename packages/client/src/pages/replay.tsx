// A match that was: fetched by its link, or read from a file. The page needs no server once it has it.
import { useSignal } from '@preact/signals';
import { Clapperboard, CloudOff, FileX, FolderOpen } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { FreeCamera } from '../game/free-camera.ts';
import { type Found, findMatch } from '../net/live-match.ts';
import { NoRecording, type Opened, readRecording } from '../net/recordings.ts';
import { ReplaySession } from '../net/replay-session.ts';
import { Embedded } from '../ui/embed/embedded.tsx';
import { framed, OUT_OF_FRAME } from '../ui/framed.ts';
import { RoomModel } from '../ui/hud/room-model.ts';
import { t } from '../ui/i18n/t.ts';
import { Icon } from '../ui/icon.tsx';
import { dropped, listenForFiles, playFile } from '../ui/replay/dropped.ts';
import { replacePage, replayPath, watchPath } from '../ui/router.ts';
import { Screen } from '../ui/screen.tsx';
import type { RecordingProblem } from '../ui/session.ts';
import { CameraBack } from '../ui/timeline/camera-back.tsx';
import { FollowSelect, followNext } from '../ui/timeline/follow.tsx';
import { listenForTimeline } from '../ui/timeline/keys.ts';
import { type LinkTo, TimelineModel } from '../ui/timeline/model.ts';
import { readAsked, readRoom, writeAsked, writeLive } from '../ui/timeline/moment.ts';
import { Timeline } from '../ui/timeline/timeline.tsx';
import { ReplayRoom } from './replay-room.tsx';
import { pitchOf, preloadPitch } from './stage.ts';

const TYPED_IN = 'input, textarea, select, dialog';

type Got =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'loading' }
  /** The match is over, and its recording is yet to come. */
  | { readonly kind: 'saving' }
  | { readonly kind: 'problem'; readonly problem: RecordingProblem; readonly detail: string }
  | { readonly kind: 'opened'; readonly opened: Opened };

/** `id` is empty for a file. `asked`: the query of the link. */
export function ReplayPage({ id, asked }: { id: string; asked: string }): VNode {
  const got = useSignal<Got>({ kind: 'loading' });
  const dragging = useSignal(false);
  const tries = useSignal(0);
  const file = id === '' ? dropped.value : null;
  const attempt = tries.value;
  useEffect(
    () =>
      framed
        ? undefined
        : listenForFiles((over) => {
            dragging.value = over;
          }),
    [dragging],
  );
  useEffect(() => {
    const gone = new AbortController();
    if (id === '' && !file) {
      got.value = { kind: 'nothing' };
      return;
    }
    got.value = { kind: 'loading' };
    preloadPitch();
    const waiting = (): void => {
      if (!gone.signal.aborted) got.value = { kind: 'saving' };
    };
    find(file, id, asked, gone.signal, waiting).then(
      (found) => {
        if (gone.signal.aborted) return;
        if (found.kind === 'recording') got.value = { kind: 'opened', opened: found.opened };
        else replacePage(livePath(found, asked));
      },
      (fault: unknown) => {
        if (gone.signal.aborted) return;
        if (!(fault instanceof NoRecording)) console.error(fault);
        const problem = fault instanceof NoRecording ? fault.problem : 'damaged';
        got.value = { kind: 'problem', problem, detail: fault instanceof Error ? fault.message : '' };
      },
    );
    return () => gone.abort();
  }, [id, file, asked, attempt, got]);

  return (
    <>
      <Content
        id={id}
        asked={asked}
        got={got.value}
        onRetry={() => {
          tries.value++;
        }}
      />
      {dragging.value ? <p class="drop-here">{t('replay.drop')}</p> : null}
    </>
  );
}

async function find(
  file: Blob | null,
  id: string,
  asked: string,
  signal: AbortSignal,
  waiting: () => void,
): Promise<Found> {
  if (file) return { kind: 'recording', opened: await readRecording(file) };
  return findMatch(id, readRoom(asked), signal, waiting);
}

/** The same moment, where the match is on. */
function livePath({ room, startTick }: Extract<Found, { kind: 'live' }>, asked: string): string {
  const { from, to } = readAsked(asked);
  return watchPath(room, '') + (from === null ? '' : writeLive(startTick + from, to === null ? null : startTick + to));
}

interface ContentProps {
  readonly id: string;
  readonly asked: string;
  readonly got: Got;
  readonly onRetry: () => void;
}

function Content({ id, asked, got, onRetry }: ContentProps): VNode {
  if (got.kind === 'opened') return <Playing id={id} asked={asked} opened={got.opened} />;
  if (got.kind === 'loading') {
    return <Screen busy icon={Clapperboard} title={t('replay.loading')} text={t('replay.loadingText')} />;
  }
  if (got.kind === 'saving') {
    return <Screen busy icon={Clapperboard} title={t('replay.saving')} text={t('replay.savingText')} />;
  }
  if (got.kind === 'nothing') {
    return (
      <Screen icon={FolderOpen} title={t('replay.open.title')} text={t('replay.open.text')}>
        <ChooseFile primary />
        <Back />
      </Screen>
    );
  }
  const { problem, detail } = got;
  const notKept = problem === 'not-found' && readRoom(asked) !== null;
  const again = problem === 'unreachable' || problem === 'too-many';
  return (
    <Screen
      icon={again ? CloudOff : FileX}
      title={t(`recording.${problem}.title`)}
      text={t(notKept ? 'replay.notKept' : `recording.${problem}.text`)}
      said={problem === 'damaged' || problem === 'newer-version' ? [plain(detail)] : []}
    >
      {again ? (
        <button type="button" class="button primary" onClick={onRetry}>
          {t('action.retry')}
        </button>
      ) : framed ? null : (
        <ChooseFile primary={id === ''} />
      )}
      <Back />
    </Screen>
  );
}

/** Without the code and the byte that stand before the words. */
const plain = (detail: string): string =>
  detail.replace(/^[\w-]+ at byte \d+: /, '').replace(/^./, (first) => first.toUpperCase());

function Back(): VNode {
  return (
    <a class="button" href="/" {...OUT_OF_FRAME}>
      {t('action.back')}
    </a>
  );
}

function ChooseFile({ primary }: { primary: boolean }): VNode {
  return (
    <label class={primary ? 'button primary' : 'button'}>
      <Icon of={FolderOpen} />
      {t('replay.open.choose')}
      <input
        type="file"
        class="sr-only"
        accept=".tlr,.gz"
        data-testid="choose-recording"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) playFile(file);
        }}
      />
    </label>
  );
}

function Playing({ id, asked, opened }: { id: string; asked: string; opened: Opened }): VNode {
  const session = useMemo(() => new ReplaySession(opened), [opened]);
  const model = useMemo(() => new RoomModel(session), [session]);
  const camera = useMemo(() => new FreeCamera(), [session]);
  const timeline = useMemo(() => {
    const start = opened.recording.startTick;
    const link: LinkTo = (from, to) =>
      id === '' || framed ? null : replayPath(id) + writeAsked(from - start, to === null ? null : to - start);
    return new TimelineModel(session.playback, false, link);
  }, [session, id, opened]);
  const mountPitch = useMemo(() => pitchOf(session, null, camera), [session, camera]);
  useEffect(() => {
    const { from, to } = readAsked(asked);
    const start = opened.recording.startTick;
    if (from !== null) timeline.seek(start + from);
    if (from !== null && to !== null) timeline.setClip({ from: start + from, to: start + to });
  }, [asked, timeline, opened]);
  useEffect(() => {
    const stopFollowing = timeline.followed.subscribe(() => camera.followPlay());
    const stopKeys = listenForTimeline({
      model: timeline,
      followNext: () => followNext(timeline, session.roster.peek()),
      resetCamera: () => camera.reset(),
    });
    const open = (event: KeyboardEvent): void => {
      if (framed || (event.target instanceof Element && event.target.closest(TYPED_IN))) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === '?') model.open('help');
      if (event.key.toLowerCase() === 't') model.open('statistics');
    };
    addEventListener('keydown', open);
    return () => {
      stopFollowing();
      stopKeys();
      removeEventListener('keydown', open);
      timeline.dispose();
      model.dispose();
      session.dispose();
    };
  }, [session, model, timeline, camera]);
  if (framed) {
    const dock = (
      <Timeline model={timeline} board={session.scoreboard.value}>
        <CameraBack camera={camera} />
        <FollowSelect model={timeline} roster={session.roster.value} />
      </Timeline>
    );
    return <Embedded model={model} mountPitch={mountPitch} dock={dock} link={replayPath(id) + asked} />;
  }
  return (
    <ReplayRoom id={id} session={session} model={model} timeline={timeline} camera={camera} mountPitch={mountPitch} />
  );
}

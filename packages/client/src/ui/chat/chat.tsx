// What is said. Always text, never markup: Preact sets text nodes.
import { SendHorizontal, X } from 'lucide';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cssColor } from '../hud/kit.tsx';
import type { RoomModel } from '../hud/room-model.ts';
import { t } from '../i18n/t.ts';
import { Icon } from '../icon.tsx';
import { LENGTHS } from '../remember.ts';
import type { ChatLine } from './room-log.ts';

const PEEKED = 5;
/** So far from the end, a reader is reading. */
const NEAR_PX = 40;

export function Chat({ model }: { model: RoomModel }): VNode {
  return model.opened.value === 'chat' ? <OpenChat model={model} /> : <Peek lines={model.lines.value} />;
}

/** The last words, fading by themselves. Notices for you alone are shown by the toast; what was there when the chat closed has been read. */
function Peek({ lines }: { lines: readonly ChatLine[] }): VNode {
  const readTo = useRef(lines.at(-1)?.id ?? 0);
  const last = lines.filter(({ id, kind }) => id > readTo.current && kind !== 'notice').slice(-PEEKED);
  return (
    <div class="chat-peek on-pitch" role="log" aria-live="polite" aria-label={t('chat.history')}>
      {last.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </div>
  );
}

function Line({ line }: { line: ChatLine }): VNode {
  return (
    <p
      class={`chat-line is-${line.kind} is-team-${line.team} is-${line.style}${line.color === null ? '' : ' is-coloured'}`}
      style={line.color === null ? {} : { color: cssColor(line.color) }}
    >
      {line.kind === 'chat' ? (
        <>
          <b>{line.name}</b>{' '}
          {line.toTeam ? (
            <>
              <i class="chat-to-team">{t('chat.toTeam')}</i>{' '}
            </>
          ) : null}
        </>
      ) : null}
      {line.text}
    </p>
  );
}

function OpenChat({ model }: { model: RoomModel }): VNode {
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const typed = useRef<{ lines: string[]; at: number }>({ lines: [], at: 0 });
  const lines = model.lines.value;
  const stuck = useRef(true);

  // Before the next key: whoever types at once must not lose a letter to the pitch.
  useLayoutEffect(() => field.current?.focus(), []);
  useLayoutEffect(() => {
    const box = list.current;
    if (box && stuck.current) box.scrollTop = box.scrollHeight;
  }, [lines]);

  // He spoke while the page had him on the bench still, and it hears of his side only now: the keys are for the pitch, unless he writes on.
  const plays = (model.self.value?.team ?? 0) !== 0;
  useLayoutEffect(() => {
    if (plays && typed.current.lines.length > 0 && field.current?.value === '') model.open('nothing');
  }, [plays]);

  const toTeam = model.toTeam.value;
  const slow = model.isAdmin.value ? 0 : (model.session.chatRules?.value.slowSeconds ?? 0);

  const submit = (event: Event): void => {
    event.preventDefault();
    const input = field.current;
    if (!input) return;
    const text = input.value.slice(0, LENGTHS.chat + LENGTHS.reason);
    input.value = '';
    if (text.trim() !== '') {
      typed.current.lines.push(text);
      typed.current.at = typed.current.lines.length;
      // Whoever plays goes back to the ball; whoever sits out may go on talking.
      if (model.self.peek()?.team !== 0) model.open('nothing');
      model.say(text);
    } else model.open('nothing');
  };

  const recall = (step: -1 | 1): void => {
    const { lines: said, at } = typed.current;
    typed.current.at = Math.min(said.length, Math.max(0, at + step));
    if (field.current) field.current.value = said[typed.current.at] ?? '';
  };

  return (
    <section
      class="chat-open sheet"
      aria-label={t('chat.label')}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') model.open('nothing');
      }}
    >
      <div
        ref={list}
        class="chat-lines"
        role="log"
        aria-label={t('chat.history')}
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
        }}
      >
        {lines.length === 0 ? <p class="chat-line is-event">{t('chat.empty')}</p> : null}
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </div>
      {model.isWatching ? (
        <p class="chat-watching">
          {t('chat.readOnly')}
          <CloseChat model={model} />
        </p>
      ) : (
        <form class="chat-form" onSubmit={submit}>
          <button
            type="button"
            class="button small chat-audience"
            aria-pressed={toTeam}
            title={t('chat.audienceHint')}
            onClick={() => {
              model.toTeam.value = !toTeam;
              field.current?.focus();
            }}
          >
            {t(toTeam ? 'chat.toTeam' : 'chat.toAll')}
          </button>
          <input
            ref={field}
            class="chat-input"
            aria-label={t('chat.label')}
            placeholder={slow > 0 ? t('chat.slow', { n: slow }) : t('chat.placeholder')}
            maxLength={LENGTHS.chat}
            autocomplete="off"
            enterkeyhint="send"
            onKeyDown={(event) => {
              if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
                event.preventDefault();
                recall(event.key === 'ArrowUp' ? -1 : 1);
              }
            }}
          />
          <button type="submit" class="icon-button" aria-label={t('chat.send')}>
            <Icon of={SendHorizontal} />
          </button>
          <CloseChat model={model} />
        </form>
      )}
    </section>
  );
}

function CloseChat({ model }: { model: RoomModel }): VNode {
  return (
    <button type="button" class="icon-button" aria-label={t('action.close')} onClick={() => model.open('nothing')}>
      <Icon of={X} />
    </button>
  );
}

import type { VNode } from 'preact';
import { SLASH_COMMANDS } from '../chat/slash.ts';
import { Dialog } from '../dialog.tsx';
import { type TextKey, t } from '../i18n/t.ts';
import { keyName, runKeys, settings } from '../settings/settings.ts';
import { TIMELINE_KEYS } from '../timeline/keys.ts';
import { Keys } from './keys.tsx';
import '../style/settings.css';

interface HelpProps {
  readonly onClose: () => void;
  /** Is there a timeline, with a room around it or without? */
  readonly timeline?: 'with-room' | 'alone';
}

export function HelpDialog({ onClose, timeline }: HelpProps): VNode {
  if (timeline === 'alone') {
    return (
      <Dialog title={t('help.title')} onClose={onClose}>
        <div class="help is-alone">
          <TimelineHelp alone />
        </div>
      </Dialog>
    );
  }
  return <RoomHelp onClose={onClose} timeline={timeline !== undefined} />;
}

function TimelineHelp({ alone = false }: { alone?: boolean }): VNode {
  return (
    <section class="settings-part span-2">
      <h3>{t('help.timeline')}</h3>
      <dl>
        {TIMELINE_KEYS.map(([keys, text]) => (
          <Row key={text} keys={keys.map((key) => (key === 'Space' ? t('key.space') : key))} text={t(text)} />
        ))}
        {alone ? <Row keys={['T']} text={t('help.statistics')} /> : null}
      </dl>
    </section>
  );
}

function RoomHelp({ onClose, timeline }: { onClose: () => void; timeline: boolean }): VNode {
  const { keys } = settings.value;
  const names = (codes: readonly string[]): string[] => codes.map(keyName);
  return (
    <Dialog title={t('help.title')} onClose={onClose} wide>
      <div class="help">
        {timeline ? <TimelineHelp /> : null}
        {timeline ? null : (
          <section class="settings-part">
            <h3>{t('help.play')}</h3>
            <dl>
              <Row hands={runKeys(keys).map(names)} text={t('help.move')} />
              <Row keys={names(keys.kick)} text={t('help.kick')} />
            </dl>
            <p class="field-note">{t('help.gamepad')}</p>
          </section>
        )}
        <section class="settings-part">
          <h3>{t('help.room')}</h3>
          <dl>
            <Row keys={['Enter']} text={t('help.chat')} />
            <Row keys={['Esc']} text={t('help.panel')} />
            <Row keys={['Tab']} text={t('help.players')} />
            <Row keys={['T']} text={t('help.statistics')} />
            <Row keys={['?']} text={t('help.help')} />
            <Row keys={['F3']} text={t('help.debug')} />
          </dl>
        </section>
        {timeline ? null : (
          <>
            <CommandHelp title="help.commands" forAdmins={false} />
            <CommandHelp title="help.adminCommands" forAdmins />
          </>
        )}
      </div>
    </Dialog>
  );
}

function CommandHelp({ title, forAdmins }: { title: TextKey; forAdmins: boolean }): VNode {
  return (
    <section class="settings-part span-2">
      <h3>{t(title)}</h3>
      <dl class="help-commands">
        {Object.values(SLASH_COMMANDS)
          .filter((command) => (command.forAdmins ?? false) === forAdmins)
          .map(({ usage, does }) => (
            <div key={usage}>
              <dt>
                <code>{usage}</code>
              </dt>
              <dd>{t(does)}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

/** `hands`: keys that belong together stay together. */
function Row({
  keys = [],
  hands,
  text,
}: {
  keys?: readonly string[];
  hands?: readonly string[][];
  text: string;
}): VNode {
  return (
    <div>
      <dt>{hands ? hands.map((hand) => <Keys key={hand.join()} names={hand} />) : <Keys names={keys} />}</dt>
      <dd>{text}</dd>
    </div>
  );
}

// A page that is only words: what happened, and the next step.
import { AppWindow, Ban, CircleX, DoorClosed, type IconNode, KeyRound, ServerCrash, Unplug, UserX } from 'lucide';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import type { EndReason } from './session.ts';

export const END_ICONS: Readonly<Record<EndReason, IconNode>> = {
  kicked: UserX,
  banned: Ban,
  'room-closed': DoorClosed,
  'too-fast': CircleX,
  lost: Unplug,
  stopping: ServerCrash,
  'not-found': DoorClosed,
  forbidden: KeyRound,
  moved: AppWindow,
  left: DoorClosed,
};

interface ScreenProps {
  readonly icon: IconNode;
  readonly title: string;
  readonly text: string;
  readonly said?: readonly string[];
  readonly busy?: boolean;
  /** A number in the icon's place. */
  readonly mark?: string;
  readonly children?: ComponentChildren;
}

export function Screen({ icon, title, text, said = [], busy = false, mark, children }: ScreenProps): VNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    heading.current?.focus();
  }, [title]);
  return (
    <main class={busy ? 'screen busy' : 'screen'} aria-busy={busy}>
      <div class="screen-mark">{busy ? null : (mark ?? <Icon of={icon} size={36} />)}</div>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {said.map((line) => (
        <p key={line} class="said">
          {line}
        </p>
      ))}
      <p>{text}</p>
      {children ? <div class="row">{children}</div> : null}
    </main>
  );
}

// URL ↔ page. Links are ordinary anchors; same-page navigation goes through the history.
import { signal } from '@preact/signals';
import { framed } from './framed.ts';

export type Route =
  | { readonly page: 'lobby' }
  | { readonly page: 'play'; readonly room: string }
  /** `asked`: the query of the link. */
  | { readonly page: 'watch'; readonly room: string; readonly key: string; readonly asked: string }
  /** `shows`: what the link asks for, which may be anything. */
  | { readonly page: 'overlay'; readonly room: string; readonly key: string; readonly shows: string }
  /** `id` is empty for a file that somebody has. */
  | { readonly page: 'replay'; readonly id: string; readonly asked: string }
  | { readonly page: 'admin' }
  | { readonly page: 'nowhere' };

export function parseRoute(path: string, search: string): Route {
  if (path === '/' || path === '/index.html') return { page: 'lobby' };
  if (/^\/admin\/?$/.test(path)) return { page: 'admin' };
  const replay = /^\/replay(?:\/([A-Za-z0-9_-]{1,64}))?\/?$/.exec(path);
  if (replay) return { page: 'replay', id: replay[1] ?? '', asked: search };
  const match = /^\/(r|watch)\/([a-z0-9-]{3,32})\/?$/.exec(path);
  if (!match) return { page: 'nowhere' };
  const room = match[2];
  if (match[1] === 'r') return { page: 'play', room };
  const query = new URLSearchParams(search);
  const key = query.get('k') ?? '';
  const shows = query.get('overlay');
  return shows === null ? { page: 'watch', room, key, asked: search } : { page: 'overlay', room, key, shows };
}

const here = (): Route => parseRoute(location.pathname, location.search);

export const route = signal<Route>({ page: 'lobby' });

export function startRouter(): void {
  route.value = here();
  addEventListener('popstate', () => {
    route.value = here();
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    // In a frame on somebody's page nothing leads on: seats and rights are for a window of one's own.
    if (link && framed) {
      link.target = '_blank';
      link.rel = 'noopener';
    }
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return;
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}

export function navigate(path: string): void {
  history.pushState(null, '', path);
  route.value = here();
  scrollTo(0, 0);
}

/** Goes on to where a link should have led; *back* leads before it. */
export function replacePage(path: string): void {
  history.replaceState(null, '', path);
  route.value = here();
}

/** What the lobby hands to the play page: it joins at once. Read once. */
export interface JoinIntent {
  readonly room: string;
  readonly password?: string;
  /** *Play now*: also take a free side. */
  readonly takeSide: boolean;
}
let intent: JoinIntent | null = null;

export function goPlay(next: JoinIntent): void {
  intent = next;
  navigate(playPath(next.room));
}

export function takeIntent(room: string): JoinIntent | null {
  const taken = intent?.room === room ? intent : null;
  intent = null;
  return taken;
}

export const playPath = (room: string): string => `/r/${room}`;
export const watchPath = (room: string, key: string): string =>
  `/watch/${room}${key ? `?k=${encodeURIComponent(key)}` : ''}`;
export const overlayPath = (room: string, key: string, shows: string): string =>
  `/watch/${room}?${new URLSearchParams({ overlay: shows, ...(key ? { k: key } : {}) })}`;
export const replayPath = (id: string): string => (id === '' ? '/replay' : `/replay/${id}`);

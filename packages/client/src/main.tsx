// URL → page. The lobby is in the first bundle; a room's pages, and the pitch with them, come when they are asked for.
// The base comes before what the parts add to it.
import './ui/style/fonts.css';
import './ui/style/tokens.css';
import './ui/style/base.css';
import { render, type VNode } from 'preact';
import { Lobby } from './pages/lobby.tsx';
import { Nowhere } from './pages/nowhere.tsx';
import { Outside } from './pages/outside.tsx';
import { framed } from './ui/framed.ts';
import { later } from './ui/later.tsx';
import { type Route, route, startRouter } from './ui/router.ts';
import { followSettings } from './ui/settings/settings.ts';

// Zod asks by trying whether it may compile, which the content policy forbids and browsers report. Said before it loads, which is with a room.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

const OVERLAY_RETRY_MS = 15_000;

const Play = later(async () => (await import('./pages/play.tsx')).PlayPage);
const Watch = later(async () => (await import('./pages/watch.tsx')).WatchPage);
// Nobody is there to press a button, and no word of it belongs on a stream: it tries again by itself.
const Overlay = later(async () => {
  try {
    return (await import('./pages/overlay.tsx')).OverlayPage;
  } catch (fault) {
    setTimeout(() => location.reload(), OVERLAY_RETRY_MS);
    throw fault;
  }
}, true);
const Replay = later(async () => (await import('./pages/replay.tsx')).ReplayPage);
const Admin = later(async () => (await import('./pages/admin.tsx')).AdminPage);

/** The server lets no other page be framed; a page that is may still be led elsewhere. */
function isForFrames(now: Route): boolean {
  return now.page === 'watch' || now.page === 'overlay' || (now.page === 'replay' && now.id !== '');
}

function App(): VNode {
  const now = route.value;
  if (framed && !isForFrames(now)) return <Outside />;
  switch (now.page) {
    case 'lobby':
      return <Lobby />;
    case 'play':
      return <Play key={now.room} room={now.room} />;
    case 'watch':
      return <Watch key={now.room + now.asked} room={now.room} watchKey={now.key} asked={now.asked} />;
    case 'overlay':
      return <Overlay key={now.room + now.shows} room={now.room} watchKey={now.key} shows={now.shows} />;
    case 'replay':
      return <Replay key={now.id} id={now.id} asked={now.asked} />;
    case 'admin':
      return <Admin />;
    case 'nowhere':
      return <Nowhere />;
  }
}

startRouter();
followSettings();
const root = document.getElementById('app');
if (root) render(<App />, root);

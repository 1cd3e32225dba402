// URL → page. The lobby is in the first bundle; a room's pages, and the pitch with them, come when they are asked for.
// The base comes before what the parts add to it.
import './ui/style/fonts.css';
import './ui/style/tokens.css';
import './ui/style/base.css';
import { render, type VNode } from 'preact';
import { Lobby } from './pages/lobby.tsx';
import { Nowhere } from './pages/nowhere.tsx';
import { later } from './ui/later.tsx';
import { route, startRouter } from './ui/router.ts';
import { followSettings } from './ui/settings/settings.ts';

const Play = later(async () => (await import('./pages/play.tsx')).PlayPage);
const Watch = later(async () => (await import('./pages/watch.tsx')).WatchPage);
const Replay = later(async () => (await import('./pages/replay.tsx')).ReplayPage);

function App(): VNode {
  const now = route.value;
  switch (now.page) {
    case 'lobby':
      return <Lobby />;
    case 'play':
      return <Play key={now.room} room={now.room} />;
    case 'watch':
      return <Watch key={now.room} room={now.room} watchKey={now.key} />;
    case 'replay':
      return <Replay key={now.id} id={now.id} asked={now.asked} />;
    case 'nowhere':
      return <Nowhere />;
  }
}

startRouter();
followSettings();
const root = document.getElementById('app');
if (root) render(<App />, root);

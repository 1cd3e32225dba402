// URL → page. The lobby is in the first bundle; a room's pages, and the pitch with them, come when they are asked for.
// The base comes before what the parts add to it.
import './ui/style/fonts.css';
import './ui/style/tokens.css';
import './ui/style/base.css';
import { signal } from '@preact/signals';
import { RotateCw } from 'lucide';
import { type ComponentType, render, type VNode } from 'preact';
import { Lobby } from './pages/lobby.tsx';
import { Nowhere } from './pages/nowhere.tsx';
import { t } from './ui/i18n/t.ts';
import { route, startRouter } from './ui/router.ts';
import { Screen } from './ui/screen.tsx';
import { followSettings } from './ui/settings/settings.ts';

type Loaded<P> = { readonly page: ComponentType<P> } | 'failed' | null;

/** A page that is fetched when it is first shown. */
function later<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode | null {
  const loaded = signal<Loaded<P>>(null);
  let asked = false;
  const fetch = (): void => {
    if (asked) return;
    asked = true;
    load().then(
      (page) => {
        loaded.value = { page };
      },
      () => {
        loaded.value = 'failed';
      },
    );
  };
  return (props) => {
    fetch();
    const now = loaded.value;
    if (now === null) return null;
    if (now !== 'failed') return <now.page {...props} />;
    return (
      <Screen icon={RotateCw} title={t('app.loadFailed.title')} text={t('app.loadFailed.text')}>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {t('action.reload')}
        </button>
      </Screen>
    );
  };
}

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

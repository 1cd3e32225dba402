import '@fontsource/barlow-condensed/latin-700.css';
import '@fontsource-variable/inter';
import { apply, createState, KEY, step } from '@touchline/shared/match';
import { loadStadium, stockStadium } from '@touchline/shared/stadium';
import { Controls } from '../src/game/controls.ts';
import { createPitchView } from '../src/game/match-scene.ts';
import { Sounds } from '../src/game/sounds.ts';
import type { Happening } from '../src/game/view.ts';

const q = new URLSearchParams(location.search);
const name = q.get('stadium') ?? 'Classic';
const n = Number(q.get('n') ?? 3);
async function stadiumOf(name: string) {
  const stock = stockStadium(name);
  if (stock) return stock;
  const text = await (await fetch(`/@fs/work/shared/stadium-samples/${name}.hbs`)).text();
  const loaded = loadStadium(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problem));
  return loaded.stadium;
}
const stadium = await stadiumOf(name);
const state = createState(stadium);
const stadiums = new Map([[stadium.hash, stadium]]);
const happenings: Happening[] = [];
const send = (command: any) => {
  const refused = apply(state, command, stadiums);
  if (!refused) happenings.push({ tick: state.tick, command });
};
const NICKS = ['Ada', 'Bobby Charlton', 'zidane_10', 'Μαρία', 'The Great Gambozo Of Oz', 'kk', 'Renée', '山田', 'Sócrates', 'mo', 'pelé', 'G'];
for (let i = 0; i < 2 * n; i++) {
  send({ type: 'join', id: i + 1, name: NICKS[i % NICKS.length], avatar: i === 2 ? 'Z' : i === 5 ? '⚽' : '', bot: false });
  send({ type: 'team', id: i + 1, team: (i % 2) + 1, by: 0 });
}
if (q.has('kit')) {
  send({ type: 'kit', team: 1, angle: 60, textColor: 0xffffff, stripes: [0x9a0007, 0x000080, 0x9a0007], by: 0 });
  send({ type: 'kit', team: 2, angle: 0, textColor: 0x222222, stripes: [0xf2f2f2], by: 0 });
}
send({ type: 'limits', scoreLimit: 0, timeLimit: 0, by: 0 });
send({ type: 'start', by: 0 });
const p = document.getElementById('p')!;
const controls = new Controls({ parent: p, kickLabel: 'Kick' });
controls.playing = q.has('play');
const sounds = new Sounds();
function tick() {
  const w = state.world;
  for (const pl of state.players) {
    if (pl.disc < 0) continue;
    if (pl.id === 1 && q.has('play')) { send({ type: 'input', id: 1, keys: controls.keys() }); continue; }
    let k = 0;
    const off = pl.id < 3 ? 0 : ((pl.id * 37) % 140) - 70;
    const side = pl.team === 1 ? -1 : 1;
    const dx = w.x[0] + side * 12 + (pl.id < 3 ? 0 : side * 60) - w.x[pl.disc];
    const dy = w.y[0] + off - w.y[pl.disc];
    if (dx > 4) k |= KEY.right; if (dx < -4) k |= KEY.left; if (dy > 4) k |= KEY.down; if (dy < -4) k |= KEY.up;
    if (Math.hypot(w.x[0] - w.x[pl.disc], w.y[0] - w.y[pl.disc]) < 32 && state.tick % 20 < 8) k |= KEY.kick;
    send({ type: 'input', id: pl.id, keys: k });
  }
  const ev: any[] = []; step(state, ev);
  for (const event of ev) happenings.push({ tick: state.tick, event });
}
for (let i = 0; i < Number(q.get('skip') ?? 240); i++) tick();
happenings.length = 0;
let last = performance.now();
const view = { state, x: state.world.x, y: state.world.y, selfId: Number(q.get('self') ?? 1), happenings: [] as Happening[] };
const freeze = q.has('freeze');
(window as any).T = { state, view, tick, happenings, controls, sounds };
(window as any).pitch = createPitchView({
  parent: p,
  sounds,
  settings: () => ({ colourBlind: q.has('cb'), reducedMotion: q.has('rm'), nicks: true, zoom: Number(q.get('zoom') ?? 1) }),
  source: {
    frame(now) {
      if (!freeze) { let m = 0; while (now - last > 1000 / 60 && m++ < 4) { last += 1000 / 60; tick(); } if (now - last > 100) last = now; }
      view.happenings = happenings.splice(0);
      return view;
    },
  },
});

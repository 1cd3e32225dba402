import { loadStadium } from '@touchline/shared/stadium';
import { readFileSync, readdirSync } from 'node:fs';
import { playFriendly } from './friendly.ts';
import { fieldOf } from './field.ts';
for (const f of readdirSync('/work/shared/stadium-samples').filter(f=>f.endsWith('.hbs'))) {
  const l = loadStadium(readFileSync('/work/shared/stadium-samples/'+f,'utf8'));
  if (!l.ok) { console.log(f,'refused'); continue; }
  const fl = fieldOf(l.stadium);
  const r = playFriendly({stadium:l.stadium, perSide:3, red:2, blue:2, seed:1, timeLimit:3, scoreLimit:0, maxTicks:14000, clock:()=>performance.now()});
  console.log(f, 'ball', fl.ball, 'box', [fl.x0,fl.x1,fl.y0,fl.y1].map(v=>v.toFixed(0)).join(','), 'walls', fl.walls.length/4, 'pill', fl.pillars.length/3, `${r.red}:${r.blue}`, 'play', r.playTicks, 'kicks', r.kicks, 'shots', r.shots, 'jam%', (r.jamTicks/r.playTicks*100).toFixed(1), 'us', (r.thinkMs/r.thinks*1000).toFixed(1), 'chg', r.changesPerSecond.toFixed(1));
}

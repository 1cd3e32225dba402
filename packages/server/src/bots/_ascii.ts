import { stockStadium, loadStadium } from '@touchline/shared/stadium';
import { readFileSync } from 'node:fs';
import { playFriendly } from './friendly.ts';
const [,,name='Big Hockey',L='2',per='3',from='3000',to='3400',every='100',seed='1']=process.argv;
const stadium = name.endsWith('.hbs') ? (loadStadium(readFileSync('/work/shared/stadium-samples/'+name,'utf8')) as any).stadium : stockStadium(name)!;
const W=stadium.pitch.width,H=stadium.pitch.height;
playFriendly({stadium, perSide:+per, red:+L as 1, blue:+L as 1, seed:+seed, timeLimit:3, scoreLimit:0, maxTicks:+to, watch:(s,ev)=>{
  if(s.tick<+from||(s.tick-+from)%+every) return;
  const C=100,R=26; const g=Array.from({length:R},()=>Array(C).fill(' '));
  const put=(x:number,y:number,c:string)=>{const i=Math.round((x+W)/(2*W)*(C-1)),j=Math.round((y+H)/(2*H)*(R-1)); if(g[j]?.[i]) g[j][i]=c;};
  for(const m of stadium.pitch.goals){for(let k=0;k<=10;k++) put(m.p0x+(m.p1x-m.p0x)*k/10,m.p0y+(m.p1y-m.p0y)*k/10,'|');}
  for(const p of s.players) if(p.disc>=0) put(s.world.x[p.disc],s.world.y[p.disc], p.team===1?'ABCDEF'[p.number-1]:'abcdef'[p.number-1]);
  put(s.world.x[0],s.world.y[0],'*');
  console.log(`tick ${s.tick} ${s.phase} ${s.red}:${s.blue} ball ${s.world.x[0].toFixed(0)},${s.world.y[0].toFixed(0)}`, s.players.map(p=>p.number+(p.team===1?'r':'b')+' '+s.world.x[p.disc]?.toFixed(0)+','+s.world.y[p.disc]?.toFixed(0)+' k'+p.input+' '+(globalThis as any).roles?.get(p.id)+(globalThis as any).heads?.get(p.id)).join(' | '));
  console.log(g.map(r=>r.join('')).join('\n'));
}});

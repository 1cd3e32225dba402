import { stockStadium } from '@touchline/shared/stadium';
import { playFriendly } from './friendly.ts';
const [,,L='2']=process.argv;
for (let i=0;i<12;i++) {
  let prev:any=null, last='', bad=false;
  playFriendly({stadium: stockStadium('Classic')!, perSide:3, red:Number(L) as 1, blue:Number(L) as 1, seed:i+1, timeLimit:3, scoreLimit:0, maxTicks:36000, watch:(s,ev)=>{
    const w=s.world;
    for(const e of ev){ if(e.type==='touch'){ const p=s.players.find(p=>p.id===e.player)!; const k=ev.some(x=>x.type==='kick'&&x.player===p.id);
      const d=p.team===1?1:-1; bad=(w.vx[0]-prev.vx)*d < -.5;
      last=`t${s.tick} ${k?'KICK':'push'} ball(${((prev.x)*d).toFixed(0)},${prev.y.toFixed(0)}) v(${(prev.vx*d).toFixed(1)},${prev.vy.toFixed(1)}) -> v(${(w.vx[0]*d).toFixed(1)},${w.vy[0].toFixed(1)}) me(${(w.x[p.disc]*d).toFixed(0)},${w.y[p.disc].toFixed(0)}) mv(${(w.vx[p.disc]*d).toFixed(1)},${w.vy[p.disc].toFixed(1)}) role ${(globalThis as any).roles?.get(p.id)}`;}
      if(e.type==='goal'&&e.own&&bad) console.log(i+1, s.tick, last); }
    prev={x:w.x[0],y:w.y[0],vx:w.vx[0],vy:w.vy[0]};
  }});
}

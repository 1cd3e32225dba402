import { stockStadium } from '@touchline/shared/stadium';
import { playFriendly } from './friendly.ts';
const [,, a='2', b='2', per='3', n='10', name='Classic', lim='0', off='0'] = process.argv;
const stadium = stockStadium(name)!;
const rs = [];
for (let i=0;i<Number(n);i++) {
  const swap = a!==b && i%2===1;
  const r = playFriendly({ stadium, perSide:Number(per), red:Number(swap?b:a) as 1, blue:Number(swap?a:b) as 1, seed:i+1+Number(off), timeLimit:3, scoreLimit:Number(lim), maxTicks: 60*60*10, clock:()=>performance.now() });
  rs.push({...r, aWins: r.winner===(swap?2:1)?1:0, ag: swap?r.blue:r.red, bg: swap?r.red:r.blue});
}
const med = (v:number[])=>v.sort((x,y)=>x-y)[v.length>>1];
const avg=(k:string)=>rs.reduce((s,r)=>s+(r as any)[k],0)/rs.length;
const share=(k:string)=>rs.reduce((s,r)=>s+(r as any)[k],0)/rs.reduce((s,r)=>s+r.playTicks,0);
console.log(`${name} ${per}v${per} L${a}-L${b} goals`, med(rs.map(r=>r.red+r.blue)), 'avg', avg('ag').toFixed(1), avg('bg').toFixed(1), 'aWins', rs.reduce((s,r)=>s+r.aWins,0)+'/'+rs.length, 'draw', rs.filter(r=>!r.winner).length, 'og', avg('ownGoals').toFixed(2), 'blunder', avg('blunders').toFixed(2), 'kicks', avg('kicks').toFixed(0), 'shots', avg('shots').toFixed(1), 'pass', avg('passes').toFixed(1), 'jam%', (share('jamTicks')*100).toFixed(1), 'cluster%', (share('clusterTicks')*100).toFixed(1), 'chg/s', avg('changesPerSecond').toFixed(1), 'us', (avg('thinkMs')/avg('thinks')*1000).toFixed(2), 'play', avg('playTicks').toFixed(0), 'ticks', avg('ticks').toFixed(0));

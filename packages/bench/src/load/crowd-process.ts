// A crowd in a process of its own, so that it does not share a core's time with the server it loads.
import { serveDuties } from './child.ts';
import { Crowd, since } from './crowd.ts';

const crowd = new Crowd();
let before = crowd.traffic();

const duties = {
  join: ({ url, rooms, each, most }: { url: string; rooms: readonly string[]; each: number; most?: number }) =>
    crowd.join(url, rooms, each, most),
  change: ({ url, count }: { url: string; count: number }) => crowd.change(url, count),
  /** What passed since the last time. */
  traffic: (_: null) => {
    const now = crowd.traffic();
    const passed = since(before, now);
    before = now;
    return passed;
  },
};
export type CrowdProcess = typeof duties;
serveDuties(duties);

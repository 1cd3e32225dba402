// A crowd in a process of its own, so that it does not share a core's time with the server it loads.
import { serveDuties } from './child.ts';
import { Crowd, type Opened, since } from './crowd.ts';

const crowd = new Crowd();
let before = crowd.traffic();

const duties = {
  join: ({ opened, each, most }: { opened: Opened; each: number; most?: number }) => crowd.join(opened, each, most),
  change: ({ opened, count }: { opened: Opened; count: number }) => crowd.change(opened, count),
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

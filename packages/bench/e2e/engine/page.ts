// What the page of traces.e2e.ts can do; bundled and minified as the client is.
import { readScenario, runScenario, writeTrace } from '@touchline/shared/log';

export { runRandomRoom } from './random-room.ts';

/** The text of a trace → the text of the same scenario, run here. */
export function rerun(text: string): string {
  const noRefs = () => {
    throw new Error('no trace here uses a stadium by reference');
  };
  return writeTrace(runScenario(readScenario(JSON.parse(text)), noRefs));
}

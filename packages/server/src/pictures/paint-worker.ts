// Runs in a thread of its own: an order in, the bytes of a PNG or the reason against them out, one after the other.
import { readFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { isCompressed, openRecording } from '@touchline/shared/log';
import { loadStadium, type Stadium } from '@touchline/shared/stadium';
import { pictureSvg } from './picture-svg.ts';
import { openRasteriser } from './rasteriser.ts';
import { recordingStill } from './recording-still.ts';
import type { Order, Still } from './still.ts';

/** What an opened recording may take, as for everybody who opens one. */
const MAX_OPEN_BYTES = 128 << 20;

// On Linux this is the priority of this thread alone, elsewhere that of the whole server: where both want the one core, ticks go first.
if (process.platform === 'linux') setPriority(10);

const rasterise = openRasteriser();

parentPort?.on('message', async (order: Order) => {
  try {
    const { stadium, still } = await read(order);
    const png = (await rasterise)(pictureSvg(stadium, still));
    parentPort?.postMessage({ png }, [png.buffer as ArrayBuffer]);
  } catch (error) {
    parentPort?.postMessage({ fault: String(error) });
  }
});

async function read(order: Order): Promise<{ readonly stadium: Stadium; readonly still: Still }> {
  if (order.kind === 'room') {
    const loaded = loadStadium(order.stadium);
    if (!loaded.ok) throw new Error(loaded.problem.message);
    return { stadium: loaded.stadium, still: order.still };
  }
  const bytes = await readFile(order.path);
  return recordingStill(
    openRecording(isCompressed(bytes) ? gunzipSync(bytes, { maxOutputLength: MAX_OPEN_BYTES }) : bytes),
  );
}

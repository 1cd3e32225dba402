// Runs in a thread of its own: the text of a stadium in, the stadium or the problem out.
import { parentPort, workerData } from 'node:worker_threads';
import { loadStadium } from '@touchline/shared/stadium';

parentPort?.postMessage(loadStadium(workerData));

// `npm start`: builds what is stale, then serves a lobby and the standing room, and ends with one address.
import { requireNode, STRIPS_TYPES } from './require-node.mjs';

requireNode(STRIPS_TYPES, "The right one comes with `npm install`. Run, in the project's folder: npm start");
const { hostCommand } = await import('../src/cli/host.ts');
process.exit(await hostCommand(process.argv.slice(2), console, 'npm start'));

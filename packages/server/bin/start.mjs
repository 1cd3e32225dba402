// `npm start`: builds what is stale, then serves a lobby and the standing room, and ends with one address.
import { requireNode } from './require-node.mjs';

requireNode('npm start');
const { hostCommand } = await import('../src/cli/host.ts');
process.exit(await hostCommand(process.argv.slice(2), console, 'npm start'));

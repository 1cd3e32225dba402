#!/usr/bin/env node
// The command `touchline`. Plain JavaScript, so that a Node that is too old can still say so.
import { requireNode } from './require-node.mjs';

requireNode('npx touchline');
const { runCommand } = await import('../src/cli/index.ts');
process.exitCode = await runCommand(process.argv.slice(2), console);
// A server that has stopped may leave timers of its framework behind.
if (process.argv[2] === 'host') process.exit();

#!/usr/bin/env node
// The command `touchline`. In the repository the sources run as they are; an installed package has what was built of them.
// Plain JavaScript, so that a Node that is too old can still say so.
import { existsSync } from 'node:fs';
import { requireNode, STRIPS_TYPES } from './require-node.mjs';

/** With `registerHooks`, which scripts that are modules are loaded through, and SQLite without a flag. */
const RUNS_THE_BUILD = [22, 15];
const SOURCES = new URL('../src/cli/index.ts', import.meta.url);
const BUILD = new URL('../dist/server/cli.js', import.meta.url);

const installed = !existsSync(SOURCES);
if (installed) requireNode(RUNS_THE_BUILD, 'Get one from https://nodejs.org or from your system, and run this again.');
else requireNode(STRIPS_TYPES, "The right one comes with `npm install`. Run, in the project's folder: npx touchline");
const { runCommand } = await import(installed ? BUILD.href : SOURCES.href);
process.exitCode = await runCommand(process.argv.slice(2), console);
// A server that has stopped may leave timers of its framework behind.
if (process.argv[2] === 'host') process.exit();

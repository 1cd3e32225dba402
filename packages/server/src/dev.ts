// `npm run dev`: the server with the framework's monitor and playground, and the client with hot reload on its own port.
// Not for the open: both tools show and do anything.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { monitor, playground } from 'colyseus';
import { readConfig } from './config.ts';
import { serve } from './main.ts';

const CLIENT = fileURLToPath(new URL('../../client', import.meta.url));

const config = readConfig(['--host', '127.0.0.1', '--log-level', 'info', ...process.argv.slice(2)], process.env);
const server = await serve(config, {
  mount: (app) => {
    app.use('/monitor', monitor());
    app.use('/playground', playground());
  },
});
const vite = spawn('vite', ['--clearScreen', 'false'], { cwd: CLIENT, stdio: 'inherit' });
console.log(`Server ${server.url}, monitor ${server.url}/monitor, playground ${server.url}/playground`);

const stop = () => {
  vite.kill();
  void server.stop().then(() => process.exit(0));
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

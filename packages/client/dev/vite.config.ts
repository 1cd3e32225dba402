import { defineConfig } from 'vite';
export default defineConfig({ root: '/work/main/packages/client/dev', cacheDir: '/tmp/harness-vite', server: { port: 5177, strictPort: true, host: '127.0.0.1', fs: { strict: false, allow: ['/work'] } } });

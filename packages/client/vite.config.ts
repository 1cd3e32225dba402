import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** The two faces that the first screen is set in are fetched beside the script, not after the style sheet. */
const PRELOADED = ['inter-latin-wght-normal', 'barlow-condensed-latin-600-normal', 'barlow-condensed-latin-700-normal'];

function preloadFonts(): Plugin {
  return {
    name: 'touchline-preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        return Object.keys(bundle)
          .filter((file) => PRELOADED.some((name) => file.includes(name)))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

/** Brotli and gzip beside each asset that gets smaller: the server only picks. Browsers ask for brotli by https only. */
function compressAssets(): Plugin {
  const forms = { br: promisify(brotliCompress), gz: promisify(gzip) };
  return {
    name: 'touchline-compress-assets',
    apply: 'build',
    async writeBundle({ dir = '' }, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => /^assets\/.*\.(?:js|css|svg)$/.test(fileName));
      for (const file of files) {
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        for (const [ending, compress] of Object.entries(forms)) {
          await writeFile(`${join(dir, file.fileName)}.${ending}`, await compress(bytes));
        }
      }
    },
  };
}

const SERVER = `http://localhost:${process.env.PORT ?? '2567'}`;

/** Of pages and workers alike. Modules of `shared` and zod only define things: what is not used of them may go. */
const BUNDLE = {
  treeshake: {
    moduleSideEffects: (id: string) => !/\/packages\/shared\/|\/node_modules\/zod\//.test(id),
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [preloadFonts(), compressAssets()],
  build: {
    outDir: 'dist',
    license: { fileName: 'licences.md' },
    target: 'es2022',
    // `light-dark()` stays as it is: rewritten for older browsers, the tokens would no longer follow a panel's own `color-scheme`.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The lobby preloads nothing by script; the polyfill would be an inline script's worth of bytes for old browsers only.
    modulePreload: { polyfill: false },
    // A strict policy knows no data: fonts; and small files are better cached than inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2048,
    rolldownOptions: BUNDLE,
  },
  worker: { format: 'es', rolldownOptions: BUNDLE },
  server: {
    port: 5173,
    proxy: {
      '/api': SERVER,
      '/matchmake': SERVER,
      '/healthz': SERVER,
      '^/[\\w-]{3,32}/[\\w-]+\\?': { target: SERVER, ws: true },
    },
  },
});

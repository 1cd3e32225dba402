// SVG → PNG, by resvg compiled to WebAssembly: the same file on every platform, and nothing that a stranger's text could break
// out of. It brings no letters; those of the page do.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/**
 * Barlow Condensed for our own words; whole Inter for names, which may mix scripts: where a letter is missing, resvg does not
 * put a word together from several files (tried with the page's own subsets: boxes in the middle of żółć).
 */
const FACES = [
  import.meta.resolve('@fontsource/barlow-condensed/files/barlow-condensed-latin-700-normal.woff2'),
  import.meta.resolve('@fontsource/barlow-condensed/files/barlow-condensed-latin-600-normal.woff2'),
  import.meta.resolve('inter-ui/web/Inter-SemiBold.woff2'),
];
const ENGINE = import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm');

const load = async (url: string): Promise<Uint8Array> => readFile(fileURLToPath(url));

/** To be made once per thread. */
export async function openRasteriser(): Promise<(svg: string) => Uint8Array> {
  const [wasm, ...fontBuffers] = await Promise.all([ENGINE, ...FACES].map(load));
  await initWasm(wasm);
  return (svg) => {
    const picture = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Barlow Condensed' } });
    const image = picture.render();
    try {
      return image.asPng();
    } finally {
      // Their memory is the module's own, which only grows.
      image.free();
      picture.free();
    }
  };
}

// Plots as text: panels of grouped bars, and lines over time. Every picture brings its own ground, so that it can be read
// on a light and on a dark page.

/** Values of a series have its colour everywhere: the first is the one that matters. At most four. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  /** Groups along the axis; one value per series in each. */
  readonly groups: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export interface LinesPlot {
  readonly title: string;
  readonly unit: string;
  /** Label below the time axis. */
  readonly below: string;
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** Above this value lines are cut off. */
  readonly top: number;
  /** Spells that are shaded, with what they are. */
  readonly spells: readonly { readonly fromSeconds: number; readonly untilSeconds: number }[];
  readonly spellName: string;
  readonly series: readonly (readonly { readonly seconds: number; readonly value: number }[])[];
}

const WIDTH = 860;
const LEFT = 52;
const RIGHT = 16;
const PANEL_HEIGHT = 190;
const PLOT_HEIGHT = 120;
const HEAD = 48;

const STYLE = `
svg { --ground: #fbfaf6; --ink: #1b232b; --soft: #5c6975; --grid: #dcd8cc; --spell: #b27b0022;
  --s0: #1f8a4c; --s1: #857f70; --s2: #2f6fe0; --s3: #c2571a; }
@media (prefers-color-scheme: dark) { svg { --ground: #10161c; --ink: #f4f1e6; --soft: #a9b5bf; --grid: #2e3b47; --spell: #ffd16626;
  --s0: #5fd08a; --s1: #8a97a3; --s2: #6aa1ff; --s3: #ffa25c; } }
text { font: 12px system-ui, sans-serif; fill: var(--soft); } .title { font-weight: 600; font-size: 14px; fill: var(--ink); }
.end { text-anchor: end; } .mid { text-anchor: middle; } .ground { fill: var(--ground); } .grid { stroke: var(--grid); } .spell { fill: var(--spell); }
.f0 { fill: var(--s0); } .f1 { fill: var(--s1); } .f2 { fill: var(--s2); } .f3 { fill: var(--s3); }
polyline { fill: none; stroke-width: 1.5; stroke-linejoin: round; } .l0 { stroke: var(--s0); stroke-width: 2.5; } .l1 { stroke: var(--s1); } .l2 { stroke: var(--s2); } .l3 { stroke: var(--s3); }`;

/** Panels below each other, with one legend on top. `label`: what the picture shows, for those who do not see it. */
export function barPanels(label: string, names: readonly string[], panels: readonly Panel[]): string {
  const body = panels.map((panel, i) => bars(panel, HEAD + i * PANEL_HEIGHT));
  return picture(label, HEAD + panels.length * PANEL_HEIGHT, [legend(names), ...body]);
}

export function linesPlot(label: string, names: readonly string[], plot: LinesPlot): string {
  const top = HEAD + 24;
  const height = 220;
  const width = WIDTH - LEFT - RIGHT;
  const x = (seconds: number) => LEFT + ((seconds - plot.fromSeconds) / (plot.untilSeconds - plot.fromSeconds)) * width;
  const y = (value: number) => top + height * (1 - Math.min(value, plot.top) / plot.top);
  const parts = [legend(names), text(LEFT, HEAD + 10, `${plot.title} (${plot.unit})`, 'title')];
  for (const { fromSeconds, untilSeconds } of plot.spells) {
    parts.push(rect(x(fromSeconds), top, x(untilSeconds) - x(fromSeconds), height, 'spell'));
  }
  parts.push(axis(plot.top, top, height));
  for (let s = Math.ceil(plot.fromSeconds); s <= plot.untilSeconds; s++) {
    parts.push(text(x(s), top + height + 16, `${s} s`, 'mid'));
  }
  // The first series lies on top.
  for (let i = plot.series.length - 1; i >= 0; i--) {
    const points = plot.series[i].map(({ seconds, value }) => `${round(x(seconds))},${round(y(value))}`).join(' ');
    parts.push(`<polyline class="l${i}" points="${points}"/>`);
  }
  parts.push(rect(LEFT, top + height + 30, 14, 10, 'spell'), text(LEFT + 20, top + height + 39, plot.spellName));
  parts.push(text(WIDTH - RIGHT, top + height + 39, plot.below, 'end'));
  return picture(label, top + height + 52, parts);
}

function bars({ title, unit, groups }: Panel, top: number): string {
  const most = niceTop(Math.max(...groups.flatMap(({ values }) => values)));
  const floor = top + 24 + PLOT_HEIGHT;
  const groupWidth = (WIDTH - LEFT - RIGHT) / groups.length;
  const parts = [text(LEFT, top + 12, `${title} (${unit})`, 'title'), axis(most, top + 24, PLOT_HEIGHT)];
  groups.forEach(({ name, values }, g) => {
    const barWidth = Math.min(26, (groupWidth - 16) / values.length);
    const start = LEFT + groupWidth * (g + 0.5) - (barWidth * values.length) / 2;
    values.forEach((value, i) => {
      // What is nothing is still to be seen: a line on the floor.
      const height = Math.max(1.5, (PLOT_HEIGHT * value) / most);
      parts.push(rect(start + i * barWidth, floor - height, barWidth - 2, height, `f${i}`));
      parts.push(text(start + i * barWidth + barWidth / 2 - 1, floor - height - 3, figure(value), 'mid'));
    });
    parts.push(text(LEFT + groupWidth * (g + 0.5), floor + 15, name, 'mid'));
  });
  return parts.join('');
}

function legend(names: readonly string[]): string {
  let x = LEFT;
  return names
    .map((name, i) => {
      const entry = rect(x, 16, 14, 10, `f${i}`) + text(x + 20, 25, name);
      x += 42 + name.length * 7;
      return entry;
    })
    .join('');
}

/** Three lines with their values. */
function axis(most: number, top: number, height: number): string {
  return [0, 0.5, 1]
    .map((part) => {
      const y = round(top + height * (1 - part));
      const line = `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`;
      return line + text(LEFT - 6, y + 4, figure(most * part), 'end');
    })
    .join('');
}

function picture(label: string, height: number, parts: readonly string[]): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(label)}">`;
  return `${open}<style>${STYLE}</style>${rect(0, 0, WIDTH, height, 'ground')}${parts.join('\n')}</svg>\n`;
}

function rect(x: number, y: number, width: number, height: number, kind: string): string {
  return `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`;
}

function text(x: number, y: number, words: string, kind = ''): string {
  return `<text${kind === '' ? '' : ` class="${kind}"`} x="${round(x)}" y="${round(y)}">${escaped(words)}</text>`;
}

/** The next of 1, 2, 5, 10, 20… that is not below. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)));
  return ([1, 2, 5].find((step) => step * power >= value) ?? 10) * power;
}

function figure(value: number): string {
  return value === 0 ? '0' : value < 10 ? value.toFixed(1) : value.toFixed(0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

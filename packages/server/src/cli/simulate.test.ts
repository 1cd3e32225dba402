import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/kit/temporary.ts';
import { type SimulateOptions, simulateCommand } from './simulate.ts';

const TRACES = new URL('../../../shared/test/fixtures/traces/', import.meta.url);
const STADIUM =
  '{ name: "Empty", width: 100, height: 100, bg: {}, vertexes: [], segments: [], goals: [], discs: [], planes: [] }';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('simulate');
});

async function simulate(content: string, options: SimulateOptions = {}) {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, content);
  const printed: string[] = [];
  const errors: string[] = [];
  const out = { log: (text: string) => printed.push(text), error: (text: string) => errors.push(text) };
  const code = await simulateCommand(file, options, out);
  return { code, printed: printed.join('\n'), errors: errors.join('\n') };
}

const scenario = (changes: object) =>
  JSON.stringify({
    ...{ format: 'hb-trace-1', name: 'n', description: '', stadium: { stock: 'Classic' }, settings: {} },
    ...{ players: [[7, 1]], ticks: 40, sampleEvery: 30, inputs: [[0, 7, 8]], ...changes },
  });

describe('touchline simulate', () => {
  it.each(readdirSync(TRACES))('prints %s again, to the letter', async (name) => {
    const text = readFileSync(new URL(name, TRACES), 'utf8');
    const { code, printed, errors } = await simulate(text);
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(`${printed}\n` === text).toBe(true);
  });

  it('needs no events and samples, and samples at 0, at every so many ticks and at the end', async () => {
    const { printed } = await simulate(scenario({ sampleEvery: undefined }));
    const trace = JSON.parse(printed) as { samples: [number][]; sampleEvery: number };
    expect(trace.samples.map(([tick]) => tick)).toEqual([0, 30, 40]);
    expect(trace.sampleEvery).toBe(30);
    const denser = JSON.parse((await simulate(scenario({ sampleEvery: 20 }))).printed) as typeof trace;
    expect(denser.samples.map(([tick]) => tick)).toEqual([0, 20, 40]);
  });

  it('[physics §5.2] writes numbers that JSON cannot hold as strings', async () => {
    // Two immovable discs on top of one another: NaN (physics.md §7.2).
    const disc = (x: number) => ({ pos: [x, 0], radius: 10, invMass: 0, cMask: ['all'], cGroup: ['all'] });
    const bare = { name: 'x', width: 100, height: 100, bg: {}, vertexes: [], segments: [], goals: [], planes: [] };
    const inline = { ...bare, discs: [disc(50), disc(55)] };
    const { printed } = await simulate(scenario({ stadium: { inline }, players: [], inputs: [], ticks: 1 }));
    const trace = JSON.parse(printed) as { samples: [number, number, number, number, number, unknown[]][] };
    expect(trace.samples.at(-1)?.[5][1]).toEqual(['NaN', 'NaN', 0, 0]);
  });

  it('reads a referenced stadium from the folder and checks its SHA-256', async () => {
    const sha256 = createHash('sha256').update(STADIUM).digest('hex');
    const ref = (hash: string) =>
      scenario({ stadium: { ref: { repo: 'a/b', path: 'c.hbs', commit: 'd', sha256: hash } } });
    writeFileSync(join(folder, `${sha256}.hbs`), STADIUM);
    expect((await simulate(ref(sha256), { stadiumDir: folder })).code).toBe(0);
    expect((await simulate(ref(sha256))).errors).toContain('--stadium-dir');
    const other = '0'.repeat(64);
    expect((await simulate(ref(other), { stadiumDir: folder })).errors).toContain('cannot read the stadium');
    writeFileSync(join(folder, `${other}.hbs`), STADIUM);
    expect((await simulate(ref(other), { stadiumDir: folder })).errors).toContain(sha256);
  });

  it.each([
    ['no JSON', 'no JSON'],
    ['[]', 'the scenario must be an object'],
    [scenario({ format: 'hb-trace-2' }), '"format"'],
    [scenario({ stadium: { stock: 'Wembley' } }), 'Wembley'],
    [scenario({ stadium: { inline: { name: 'x' } } }), 'the stadium is refused'],
    [scenario({ stadium: { ref: { sha256: '../../etc/passwd' } } }), '64 hex digits'],
    [scenario({ inputs: [[0, 7]] }), '"inputs" 0: the keys'],
    [scenario({ commands: [[0, 'fly', 1]] }), 'unknown command "fly"'],
    [scenario({ commands: [[0, 'team', 1, 3]] }), 'the team must be 0, 1 or 2'],
    [scenario({ players: [[7, 4]] }), 'the team must be 0, 1 or 2'],
    [scenario({ ticks: 1.5 }), '"ticks"'],
    [scenario({ sampleEvery: 0 }), '"sampleEvery"'],
  ])('says what is wrong with %s', async (content, complaint) => {
    const { code, printed, errors } = await simulate(content);
    expect(errors).toContain(complaint);
    expect([code, printed]).toEqual([1, '']);
  });

  it('says when there is no such file', async () => {
    const errors: string[] = [];
    const out = { log: () => {}, error: (text: string) => void errors.push(text) };
    expect(await simulateCommand(join(folder, 'none.json'), {}, out)).toBe(1);
    expect(errors.join()).toContain('cannot read the scenario');
  });
});

import { describe, expect, it } from 'vitest';
import { findByName, parseLine, SLASH_COMMANDS, type SlashContext } from './slash.ts';

const context: SlashContext = {
  selfId: 7,
  roster: [
    { id: 7, name: 'Jonna' },
    { id: 8, name: 'Big Ronny' },
    { id: 9, name: 'Big' },
    { id: 10, name: 'big ron' },
    { id: 11, name: 'twin' },
    { id: 12, name: 'Twin' },
  ],
  stadiums: [
    { name: 'Classic', hash: 'c'.repeat(32) },
    { name: 'Big Easy', hash: 'e'.repeat(32) },
  ],
  botLevel: 3,
};
const sent = (line: string) => {
  const spoken = parseLine(line, context);
  return spoken?.kind === 'send' ? spoken.request : spoken;
};
const told = (line: string) => {
  const spoken = parseLine(line, context);
  return spoken?.kind === 'tell' ? spoken.key : spoken;
};

describe('a line of chat', () => {
  it('without a slash is said as it is', () => {
    expect(sent('  good <b>pass</b> ')).toEqual({ verb: 'chat', body: { text: 'good <b>pass</b>' } });
  });
  it('of nothing but spaces is nothing', () => expect(parseLine('   ', context)).toBeNull());
  it('may begin with a slash when it is doubled', () => {
    expect(sent('//o')).toEqual({ verb: 'chat', body: { text: '/o' } });
  });
});

describe('a command', () => {
  it.each([
    ['/team red', { verb: 'team', body: { id: 7, team: 1 } }],
    ['/TEAM Blue', { verb: 'team', body: { id: 7, team: 2 } }],
    ['/bench', { verb: 'team', body: { id: 7, team: 0 } }],
    ['/start', { verb: 'start', body: {} }],
    ['/stop', { verb: 'stop', body: {} }],
    ['/pause', { verb: 'pause', body: { paused: true } }],
    ['/resume', { verb: 'pause', body: { paused: false } }],
    ['/limits 3 5', { verb: 'limits', body: { scoreLimit: 3, timeLimit: 5 } }],
    ['/stadium big easy', { verb: 'stadium', body: { hash: 'e'.repeat(32) } }],
    ['/stadium BigEasy', { verb: 'stadium', body: { hash: 'e'.repeat(32) } }],
    [`/stadium ${'ab'.repeat(16)}`, { verb: 'stadium', body: { hash: 'ab'.repeat(16) } }],
    ['/kick Jonna', { verb: 'kick', body: { id: 7, reason: '', ban: false } }],
    ['/ban big ronny own goals', { verb: 'kick', body: { id: 8, reason: 'own goals', ban: true } }],
    ['/kick #10 rude', { verb: 'kick', body: { id: 10, reason: 'rude', ban: false } }],
    ['/admin let me in', { verb: 'claimAdmin', body: { password: 'let me in' } }],
    ['/t mind the left', { verb: 'teamChat', body: { text: 'mind the left' } }],
    ['/mute big ronny 10', { verb: 'mute', body: { id: 8, minutes: 10 } }],
    ['/mute #11', { verb: 'mute', body: { id: 11, minutes: null } }],
    ['/unmute jonna', { verb: 'unmute', body: { id: 7 } }],
    ['/slow 10', { verb: 'slow', body: { seconds: 10 } }],
    ['/ignore Jonna', { kind: 'ignore', id: 7, ignored: true }],
    ['/hear #8', { kind: 'ignore', id: 8, ignored: false }],
    ['/lock', { verb: 'lock', body: { locked: true } }],
    ['/unlock', { verb: 'lock', body: { locked: false } }],
    ['/avatar XY', { verb: 'avatar', body: { avatar: 'XY' } }],
    ['/avatar', { verb: 'avatar', body: { avatar: '' } }],
    ['/auto', { verb: 'teams', body: { how: 'auto' } }],
    ['/random', { verb: 'teams', body: { how: 'random' } }],
    ['/reset', { verb: 'teams', body: { how: 'reset' } }],
    ['/bots 4', { verb: 'bots', body: { perSide: 4, level: 3 } }],
    ['/bots 2 1', { verb: 'bots', body: { perSide: 2, level: 1 } }],
    ['/password secret', { verb: 'password', body: { password: 'secret' } }],
    ['/password', { verb: 'password', body: { password: null } }],
    ['/clear_bans', { verb: 'clearBans', body: {} }],
    ['/clearbans', { verb: 'clearBans', body: {} }],
    ['/kickrate 2 10 3', { verb: 'kickRate', body: { min: 2, rate: 10, burst: 3 } }],
    [
      '/colors red 60 FFFFFF AA0000 880000',
      { verb: 'kit', body: { team: 1, angle: 60, textColor: 0xffffff, stripes: [0xaa0000, 0x880000] } },
    ],
  ])('%s', (line, request) => expect(sent(line)).toEqual(request));

  it('that nobody knows is told so', () => {
    expect(parseLine('/dance', context)).toEqual({ kind: 'tell', key: 'slash.unknown', params: { word: 'dance' } });
    expect(told('/constructor')).toBe('slash.unknown');
    expect(told('/')).toBe('slash.unknown');
  });
  it.each([
    '/t',
    '/mute',
    '/mute Jonna 0',
    '/mute Jonna for ever',
    '/unmute Jonna now',
    '/slow',
    '/slow 301',
    '/limits 3',
    '/limits 3 x',
    '/limits 100 1',
    '/team green',
    '/kick',
    '/bots 7',
    '/bots 1 4',
    '/kickrate 1 2',
    '/avatar XYZ',
    '/start now',
    '/colors red 361 FFFFFF',
    '/admin',
  ])('%s is answered with how to write it', (line) => expect(told(line)).toBe('slash.usage'));
  it('names a player or a stadium that is not there', () => {
    expect(told('/kick nobody')).toBe('slash.noPlayer');
    expect(told('/kick #99')).toBe('slash.noPlayer');
    expect(told('/kick twin')).toBe('slash.manyPlayers');
    expect(told('/stadium Wembley')).toBe('slash.noStadium');
    expect(parseLine('/stadium Big', { ...context, stadiums: [] })).toMatchObject({ key: 'slash.stadiumsLoading' });
  });
  it('asks for help', () => expect(parseLine('/help', context)).toEqual({ kind: 'help' }));
  it('shows under its own name how it is written', () => {
    for (const [name, { usage }] of Object.entries(SLASH_COMMANDS)) expect(usage.startsWith(`/${name}`)).toBe(true);
  });
});

describe('a player by name', () => {
  it('is the longest nick that the text opens with', () => {
    expect(findByName('Big Ronny', context.roster)).toMatchObject({ id: 8, rest: '' });
    expect(findByName('big ron go home', context.roster)).toMatchObject({ id: 10, rest: 'go home' });
    expect(findByName('big time', context.roster)).toMatchObject({ id: 9, rest: 'time' });
  });
  it('is the only one that begins so', () => {
    expect(findByName('jon why', context.roster)).toMatchObject({ id: 7, rest: 'why' });
  });
});

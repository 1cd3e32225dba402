// `touchline script new`: a folder with a bot that runs, and what an editor needs to help with it.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Output } from './stadium.ts';

const TYPES = 'headless-host.d.ts';
const DECLARATIONS: Readonly<Record<string, URL>> = {
  [TYPES]: new URL('../../types/headless-host.d.ts', import.meta.url),
  'community-names.d.ts': new URL('../../types/community-names.d.ts', import.meta.url),
};

const BOT = `// A room script. Everything that it may call: ${TYPES} beside it.

const room = HBInit({ roomName: 'My room', maxPlayers: 12, public: true, noPlayer: true });

room.setScoreLimit(3);
room.setTimeLimit(3);

room.onRoomLink = (url) => console.log(\`Open: \${url}\`);

room.onPlayerJoin = (player) => {
  room.sendAnnouncement(\`Welcome, \${player.name}! Say !start.\`, player.id, 0x9ad0ff);
  const red = room.getPlayerList().filter(({ team }) => team === 1).length;
  const blue = room.getPlayerList().filter(({ team }) => team === 2).length;
  room.setPlayerTeam(player.id, red <= blue ? 1 : 2);
};

room.onPlayerChat = (player, message) => {
  if (message !== '!start') return true;
  room.startGame();
  return false; // Nobody needs to read it.
};

room.onTeamGoal = (team) => {
  room.sendAnnouncement(team === 1 ? 'Goal for Red!' : 'Goal for Blue!', null, 0xffd24a, 'bold');
};
`;

const COMPILER_OPTIONS = {
  strict: true,
  target: 'es2024',
  lib: ['es2024', 'dom'],
  moduleDetection: 'force',
  noEmit: true,
};

/** Writes the files; nothing that is there is written over. Returns the exit code. */
export function newScript(folder: string, typed: boolean, out: Output): number {
  const [bot, config] = typed ? ['bot.ts', 'tsconfig.json'] : ['bot.js', 'jsconfig.json'];
  const taken = [bot, config, ...Object.keys(DECLARATIONS)].find((name) => existsSync(join(folder, name)));
  if (taken !== undefined) {
    out.error(`${join(folder, taken)} is there already; choose another folder.`);
    return 1;
  }
  const compilerOptions = { ...COMPILER_OPTIONS, ...(typed ? {} : { allowJs: true, checkJs: true }) };
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, bot), BOT);
    writeFileSync(join(folder, config), `${JSON.stringify({ compilerOptions, include: ['*'] }, null, 2)}\n`);
    for (const [name, file] of Object.entries(DECLARATIONS)) copyFileSync(file, join(folder, name));
  } catch (error) {
    out.error(`${folder} cannot be written: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
  out.log(`${join(folder, bot)} is ready. Run it: npx touchline host --script ${join(folder, bot)}`);
  return 0;
}

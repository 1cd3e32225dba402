// The test kit: matches in football words. Importing it brings the matchers along.
import './matchers.ts';

export { type Happening, kickOff, Match, room, stadiumOf, stock } from './match.ts';
export { type Scene, sceneOf } from './physics.ts';
export { finish, type Recorded, recorded } from './recording.ts';
export { statisticsOf } from './statistics.ts';

// The names that scripts in TypeScript know from the community's declarations of the headless host, which have no modules.
import type * as Host from './headless-host.d.ts';

declare global {
  type RoomConfigObject = Host.RoomConfig;
  type RoomObject = Host.RoomObject;
  /** In those declarations every player may have `auth` and `conn`. */
  type PlayerObject = Host.Player & Partial<Host.JoiningPlayer>;
  type PlayerJoinObject = Host.JoiningPlayer;
  type ScoresObject = Host.Scores;
  type DiscPropertiesObject = Host.DiscProperties;
  type CollisionFlagsObject = Host.CollisionFlags;
  type TeamID = Host.TeamID;
}

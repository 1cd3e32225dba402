// The running figures of one player on one side, or of a side.
import {
  FIGURES,
  type Figures,
  HEAT_COLUMNS,
  HEAT_ROWS,
  noFigures,
  type PlayerStatistics,
  type SideStatistics,
} from './figures.ts';

export class Tally {
  readonly figures: Figures = noFigures();
  readonly heat = new Uint32Array(HEAT_COLUMNS * HEAT_ROWS);

  /** As it is told: distances in whole units. */
  told(): SideStatistics {
    const { figures, heat } = this;
    return { ...figures, distance: Math.floor(figures.distance + 0.5), heat: [...heat] };
  }

  protected takeFrom(other: Tally): void {
    for (const figure of FIGURES) this.figures[figure] = other.figures[figure];
    this.heat.set(other.heat);
  }
}

export class Side extends Tally {
  clone(): Side {
    const copy = new Side();
    copy.takeFrom(this);
    return copy;
  }
}

export class Line extends Tally {
  readonly id: number;
  readonly name: string;
  readonly team: 1 | 2;
  readonly bot: boolean;
  /** Where he was at the end of the last tick. */
  x = 0;
  y = 0;
  /** When he last came to the ball. */
  touchTick = Number.NEGATIVE_INFINITY;

  constructor({ id, name, team, bot }: Pick<Line, 'id' | 'name' | 'team' | 'bot'>) {
    super();
    this.id = id;
    this.name = name;
    this.team = team;
    this.bot = bot;
  }

  override told(): PlayerStatistics {
    const { id, name, team, bot } = this;
    return { id, name, team, bot, ...super.told() };
  }

  clone(): Line {
    const copy = new Line(this);
    copy.takeFrom(this);
    copy.x = this.x;
    copy.y = this.y;
    copy.touchTick = this.touchTick;
    return copy;
  }
}

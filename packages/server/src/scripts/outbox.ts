// What a script has asked for, on its way to the room: in the order of asking, so much a tick, nothing before the room is there.
import type { Act } from './messages.ts';
import type { ScriptPort } from './script-port.ts';

/** Commands and private lines that leave in one tick at most; the rest waits. A busy script needs a tenth of it. */
const ACTS_PER_TICK = 150;
/** So much text counts as one more command. */
const TEXT_OF_AN_ACT = 100;
/** A disc that is moved: a script may move every disc of the largest stadium in every tick, twice. */
const WEIGHT_OF_A_DISC = 1 / 4;
/** A script that is so far ahead of its room will not be caught up with. */
const MAX_WAITING = 20_000;

type Post = Pick<ScriptPort, 'post' | 'soon' | 'fatal'>;

export class Outbox {
  private readonly port: Post;
  private readonly acts: Act[] = [];
  private open = false;
  private allowance = ACTS_PER_TICK;
  private flushing = false;

  constructor(port: Post) {
    this.port = port;
  }

  /** The room is there. */
  start(): void {
    this.open = true;
    this.flushSoon();
  }

  /** A tick has gone by. */
  refill(): void {
    this.allowance = ACTS_PER_TICK;
    if (this.acts.length > 0) this.flushSoon();
  }

  send(act: Act): void {
    this.acts.push(act);
    if (this.acts.length > MAX_WAITING)
      this.port.fatal(`it asked for ${MAX_WAITING} things faster than its room can do them`);
    this.flushSoon();
  }

  private flushSoon(): void {
    if (this.flushing || !this.open || this.allowance <= 0) return;
    this.flushing = true;
    this.port.soon(() => {
      this.flushing = false;
      this.flush();
    });
  }

  private flush(): void {
    let count = 0;
    while (count < this.acts.length && this.allowance > 0) this.allowance -= weightOf(this.acts[count++]);
    if (count > 0) this.port.post({ type: 'acts', acts: this.acts.splice(0, count) });
  }
}

function weightOf(act: Act): number {
  if (act.type === 'whisper') return weightOfText(act.line.text);
  if (act.type !== 'command') return 1;
  const { command } = act;
  if (command.type === 'disc' || command.type === 'playerDisc') return WEIGHT_OF_A_DISC;
  return 'text' in command ? weightOfText(command.text) : 1;
}

function weightOfText(text: string): number {
  return 1 + text.length / TEXT_OF_AN_ACT;
}

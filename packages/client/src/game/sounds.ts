// A match in sound, made with Web Audio from noise and sine waves: no file is ever loaded. Silent until the first gesture, since browsers
// allow nothing else.

/** 0 to 1 each. */
export interface Volumes {
  readonly master: number;
  /** Kicks, posts, walls, whistle. */
  readonly match: number;
  readonly crowd: number;
  /** Chat, and the cue for a hidden tab. */
  readonly messages: number;
}
export type Bus = keyof Volumes;
export type Whistle = 'kickOff' | 'half' | 'end';

const SILENCE: Volumes = { master: 0, match: 0, crowd: 0, messages: 0 };
const BUSES = Object.keys(SILENCE) as readonly Bus[];
/** Ball speed (map units per tick) that sounds as loud as it gets. */
const HARDEST = 9;
/** The same sound twice within this time is one sound. */
const LEAST_GAP_SECONDS = 0.035;
const MURMUR = 0.1;

/** Loudness of a hit of `impact` map units per tick, 0 to 1. */
export function loudness(impact: number): number {
  return Math.min(1, Math.max(0, impact) / HARDEST) ** 0.8;
}

interface Mixer {
  readonly context: AudioContext;
  readonly buses: Readonly<Record<Bus, GainNode>>;
  readonly noise: AudioBuffer;
  readonly crowd: GainNode;
}

const GESTURES = ['pointerdown', 'keydown', 'touchend'] as const;

export class Sounds {
  #volumes = SILENCE;
  #mixer: Mixer | null = null;
  #swell = 0;
  #lastAt = new Map<string, number>();
  readonly #unlock = () => this.unlock();

  constructor() {
    if (typeof window === 'undefined') return;
    for (const gesture of GESTURES) window.addEventListener(gesture, this.#unlock, { capture: true, passive: true });
    // The gesture may have come before: the click that led to this pitch.
    if (navigator.userActivation?.hasBeenActive) this.unlock();
  }

  setVolumes(volumes: Volumes): void {
    this.#volumes = volumes;
    this.#apply();
  }

  /** Called by the first gesture of the page; a call before any gesture does nothing lasting. */
  unlock(): void {
    this.#mixer ??= createMixer();
    if (!this.#mixer) return;
    if (this.#mixer.context.state === 'running') this.#forgetGestures();
    else void this.#mixer.context.resume().catch(() => undefined);
    this.#apply();
  }

  dispose(): void {
    this.#forgetGestures();
    void this.#mixer?.context.close().catch(() => undefined);
    this.#mixer = null;
  }

  /** A foot on the ball: a burst of noise and a low thump. */
  kick(impact: number, pan = 0): void {
    const level = 0.3 + 0.7 * loudness(impact);
    this.#play('kick', 'match', pan, (mixer, out, at) => {
      noise(mixer, out, at, 'bandpass', 1700, 0.8, 0.5 * level, 0.045);
      tone(mixer, out, at, 'sine', 165, 52, 0.95 * level, 0.11);
    });
  }

  /** Ball on body. */
  touch(impact: number, pan = 0): void {
    const level = loudness(impact);
    this.#play('touch', 'match', pan, (mixer, out, at) => tone(mixer, out, at, 'sine', 120, 60, 0.35 * level, 0.06));
  }

  /** A ring: partials of a struck tube, which are no multiples of each other. */
  post(impact: number, pan = 0): void {
    const level = loudness(impact);
    this.#play('post', 'match', pan, (mixer, out, at) => {
      noise(mixer, out, at, 'highpass', 2500, 0.7, 0.25 * level, 0.02);
      tone(mixer, out, at, 'sine', 742, 738, 0.4 * level, 0.5);
      tone(mixer, out, at, 'sine', 1968, 1964, 0.26 * level, 0.34);
      tone(mixer, out, at, 'sine', 3722, 3718, 0.12 * level, 0.2);
    });
  }

  /** A dull tick. */
  wall(impact: number, pan = 0): void {
    const level = loudness(impact);
    this.#play('wall', 'match', pan, (mixer, out, at) => {
      noise(mixer, out, at, 'lowpass', 650, 0.6, 0.5 * level, 0.05);
      tone(mixer, out, at, 'sine', 190, 110, 0.25 * level, 0.05);
    });
  }

  /** One short blast, two, or the three of full time. */
  whistle(kind: Whistle): void {
    const blasts = { kickOff: [0.34], half: [0.22, 0.5], end: [0.24, 0.24, 0.9] }[kind];
    this.#play('whistle', 'match', 0, (mixer, out, at) => {
      let start = at;
      for (const length of blasts) {
        blow(mixer, out, start, length);
        start += length + 0.09;
      }
    });
  }

  goal(): void {
    const mixer = this.#mixer;
    if (!mixer) return;
    // The roar comes a moment after the net, and goes slowly.
    const now = mixer.context.currentTime;
    this.#swell = now + 1.2;
    const { gain } = mixer.crowd;
    gain.cancelScheduledValues(now);
    gain.setTargetAtTime(1, now + 0.06, 0.12);
    gain.setTargetAtTime(MURMUR, now + 1.2, 0.7);
  }

  /** Follows the match: `excitement` 0 to 1; nobody is there without a match. */
  crowd(excitement: number, present: boolean): void {
    const mixer = this.#mixer;
    if (!mixer || mixer.context.currentTime < this.#swell) return;
    mixer.crowd.gain.setTargetAtTime(present ? MURMUR + 0.55 * excitement : 0, mixer.context.currentTime, 0.35);
  }

  /** A message came. */
  chat(): void {
    this.#play('chat', 'messages', 0, (mixer, out, at) => tone(mixer, out, at, 'sine', 920, 1180, 0.22, 0.07));
  }

  /** Play starts; heard only where it cannot be seen. */
  cue(): void {
    if (typeof document === 'undefined' || !document.hidden) return;
    this.#play('cue', 'messages', 0, (mixer, out, at) => {
      tone(mixer, out, at, 'triangle', 587, 587, 0.4, 0.22);
      tone(mixer, out, at + 0.16, 'triangle', 880, 880, 0.4, 0.34);
    });
  }

  #play(name: string, bus: Bus, pan: number, sound: (mixer: Mixer, out: AudioNode, at: number) => void): void {
    const mixer = this.#mixer;
    if (mixer?.context.state !== 'running') return;
    const now = mixer.context.currentTime;
    if (now - (this.#lastAt.get(name) ?? -1) < LEAST_GAP_SECONDS) return;
    this.#lastAt.set(name, now);
    let out: AudioNode = mixer.buses[bus];
    if (pan !== 0) {
      out = new StereoPannerNode(mixer.context, { pan });
      out.connect(mixer.buses[bus]);
    }
    sound(mixer, out, now + 0.002);
  }

  #apply(): void {
    if (!this.#mixer) return;
    const { context, buses } = this.#mixer;
    for (const bus of BUSES) {
      const level = this.#volumes[bus];
      // Squared: a slider's middle should sound like the middle.
      buses[bus].gain.setTargetAtTime(level * level, context.currentTime, 0.02);
    }
  }

  #forgetGestures(): void {
    if (typeof window === 'undefined') return;
    for (const gesture of GESTURES) window.removeEventListener(gesture, this.#unlock, { capture: true });
  }
}

/** master ← match, crowd, messages; null where a browser has no Web Audio or no device. */
function createMixer(): Mixer | null {
  if (typeof AudioContext === 'undefined') return null;
  try {
    const context = new AudioContext({ latencyHint: 'interactive' });
    const master = new GainNode(context, { gain: 0 });
    master.connect(new DynamicsCompressorNode(context, { threshold: -14, ratio: 4 })).connect(context.destination);
    const bus = () => {
      const gain = new GainNode(context, { gain: 0 });
      gain.connect(master);
      return gain;
    };
    const buses = { master, match: bus(), crowd: bus(), messages: bus() };
    const noise = createNoise(context, 3);
    return { context, buses, noise, crowd: gather(context, noise, buses.crowd) };
  } catch {
    return null;
  }
}

function createNoise(context: BaseAudioContext, seconds: number): AudioBuffer {
  const buffer = new AudioBuffer({ length: Math.round(seconds * context.sampleRate), sampleRate: context.sampleRate });
  const samples = buffer.getChannelData(0);
  for (let i = 0; i < samples.length; i++) samples[i] = 2 * Math.random() - 1;
  return buffer;
}

/** Many voices far away: noise in the vowel's range, breathing slowly. */
function gather(context: BaseAudioContext, noiseBuffer: AudioBuffer, out: AudioNode): GainNode {
  const voices = new AudioBufferSourceNode(context, { buffer: noiseBuffer, loop: true, playbackRate: 0.7 });
  const vowel = new BiquadFilterNode(context, { type: 'bandpass', frequency: 620, Q: 0.7 });
  const far = new BiquadFilterNode(context, { type: 'lowpass', frequency: 1900, Q: 0.4 });
  const breath = new GainNode(context, { gain: 0.85 });
  const sway = new OscillatorNode(context, { frequency: 0.23 });
  const depth = new GainNode(context, { gain: 0.15 });
  const level = new GainNode(context, { gain: 0 });
  sway.connect(depth).connect(breath.gain);
  voices.connect(vowel).connect(far).connect(breath).connect(level).connect(out);
  voices.start();
  sway.start();
  return level;
}

/** A gain that starts at once and dies away within `seconds`. */
function fade(mixer: Mixer, out: AudioNode, at: number, level: number, seconds: number): GainNode {
  const gain = new GainNode(mixer.context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(level, at + 0.002);
  gain.gain.exponentialRampToValueAtTime(0.0005, at + seconds);
  gain.connect(out);
  return gain;
}

function tone(
  mixer: Mixer,
  out: AudioNode,
  at: number,
  type: OscillatorType,
  fromHz: number,
  toHz: number,
  level: number,
  seconds: number,
): void {
  if (level <= 0.001) return;
  const wave = new OscillatorNode(mixer.context, { type, frequency: fromHz });
  wave.frequency.setValueAtTime(fromHz, at);
  wave.frequency.exponentialRampToValueAtTime(toHz, at + seconds);
  wave.connect(fade(mixer, out, at, level, seconds));
  wave.start(at);
  wave.stop(at + seconds);
}

function noise(
  mixer: Mixer,
  out: AudioNode,
  at: number,
  type: BiquadFilterType,
  frequency: number,
  Q: number,
  level: number,
  seconds: number,
): void {
  if (level <= 0.001) return;
  const source = new AudioBufferSourceNode(mixer.context, { buffer: mixer.noise });
  const filter = new BiquadFilterNode(mixer.context, { type, frequency, Q });
  source.connect(filter).connect(fade(mixer, out, at, level, seconds));
  source.start(at, Math.random() * 2, seconds);
}

/** A pea whistle: two close tones, and the pea that chops them. */
function blow(mixer: Mixer, out: AudioNode, at: number, seconds: number): void {
  const { context } = mixer;
  const level = new GainNode(context, { gain: 0 });
  level.gain.setValueAtTime(0, at);
  level.gain.linearRampToValueAtTime(0.16, at + 0.02);
  level.gain.setValueAtTime(0.16, at + seconds - 0.04);
  level.gain.linearRampToValueAtTime(0, at + seconds);
  const chopped = new GainNode(context, { gain: 0.7 });
  const pea = new OscillatorNode(context, { type: 'sine', frequency: 34 });
  const depth = new GainNode(context, { gain: 0.3 });
  pea.connect(depth).connect(chopped.gain);
  chopped.connect(level).connect(out);
  const waves = [2350, 2418].map((frequency) => new OscillatorNode(context, { type: 'triangle', frequency }));
  for (const wave of [...waves, pea]) {
    if (wave !== pea) wave.connect(chopped);
    wave.start(at);
    wave.stop(at + seconds);
  }
}

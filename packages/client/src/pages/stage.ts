// The pitch of a room: scene, sounds and devices tied to a session. Phaser arrives with it, and not before.
import { effect } from '@preact/signals';
import { Controls } from '../game/controls.ts';
import type { FreeCamera } from '../game/free-camera.ts';
import { Sounds } from '../game/sounds.ts';
import type { MountPitch } from '../ui/hud/pitch-field.tsx';
import { t } from '../ui/i18n/t.ts';
import type { PlaySession, Session } from '../ui/session.ts';
import { settings } from '../ui/settings/settings.ts';

const loadScene = (): Promise<typeof import('../game/match-scene.ts')> => import('../game/match-scene.ts');

/** Fetches the scene while somebody is still typing a nick. Whatever fails now is told when it is needed. */
export function preloadPitch(): void {
  loadScene().catch(() => undefined);
}

/** How a session's pitch is put on the page; `player` is the session again where there is a disc to steer. `camera`: for a hand on it. */
export function pitchOf(session: Session, player: PlaySession | null, camera: FreeCamera | null = null): MountPitch {
  return async (parent) => {
    const { createPitchView } = await loadScene();
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const sounds = new Sounds();
    const pitch = createPitchView({
      parent,
      source: session.view,
      sounds,
      ...(camera ? { camera } : {}),
      settings: () => {
        const { colourBlind, zoom } = settings.peek();
        return { colourBlind, zoom, reducedMotion: still.matches };
      },
    });
    const undo: (() => void)[] = [effect(() => sounds.setVolumes(settings.value.volumes))];
    if (player) undo.push(steer(player, parent));
    if (camera) undo.push(camera.attach(parent));
    return () => {
      for (const stop of undo) stop();
      pitch.destroy();
      sounds.dispose();
    };
  };
}

/** A pitch to be laid over a picture: no ground behind it, no sound, no hand on it. */
export function barePitchOf(session: Session): MountPitch {
  return async (parent) => {
    const { createPitchView } = await loadScene();
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const settings = () => ({ colourBlind: false, zoom: 1, reducedMotion: still.matches });
    const sounds = new Sounds();
    const pitch = createPitchView({ parent, source: session.view, sounds, settings, transparent: true });
    return () => {
      pitch.destroy();
      sounds.dispose();
    };
  };
}

function steer(session: PlaySession, parent: HTMLElement): () => void {
  const controls = new Controls({ parent, kickLabel: t('settings.key.kick') });
  session.useKeys(() => controls.keys());
  const undo = [
    effect(() => controls.keyboard.bind(settings.value.keys)),
    effect(() => {
      session.goalReplay.wanted = settings.value.goalReplays;
    }),
    effect(() => {
      const self = session.roster.value.find(({ id }) => id === session.selfId.value);
      const playing = self !== undefined && self.team !== 0 && session.scoreboard.value?.phase !== 'none';
      if (controls.playing !== playing) controls.playing = playing;
    }),
  ];
  return () => {
    for (const stop of undo) stop();
    session.useKeys(() => 0);
    controls.dispose();
  };
}

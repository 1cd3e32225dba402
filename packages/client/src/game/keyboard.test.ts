import { KEY } from '@touchline/shared/match';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bindings, Keyboard } from './keyboard.ts';

const BINDINGS: Bindings = {
  up: ['ArrowUp', 'KeyW'],
  down: ['ArrowDown', 'KeyS'],
  left: ['ArrowLeft', 'KeyA'],
  right: ['ArrowRight', 'KeyD'],
  kick: ['KeyX', 'Space', 'ControlLeft', 'ControlRight'],
};
let page: EventTarget;
let source: EventTarget & { document: EventTarget };
let keyboard: Keyboard;

beforeEach(() => {
  page = new EventTarget();
  source = Object.assign(new EventTarget(), { document: page });
  keyboard = new Keyboard(source);
  keyboard.bind(BINDINGS);
  keyboard.playing = true;
});

/** Sends an event as a browser would, aimed at `target`. */
function send(type: string, fields: object = {}, target?: object): Event {
  const event = Object.assign(new Event(type, { cancelable: true }), fields);
  if (target) Object.defineProperty(event, 'composedPath', { value: () => [target] });
  source.dispatchEvent(event);
  return event;
}
const press = (code: string, fields: object = {}, target?: object) => send('keydown', { code, ...fields }, target);
const lift = (code: string, fields: object = {}) => send('keyup', { code, ...fields });

describe('keys', () => {
  test('arrows, WASD and three kick keys', () => {
    press('ArrowUp');
    press('KeyD');
    press('Space');
    expect(keyboard.keys()).toBe(KEY.up | KEY.right | KEY.kick);
    lift('ArrowUp');
    expect(keyboard.keys()).toBe(KEY.right | KEY.kick);
    lift('KeyD');
    lift('Space');
    press('ControlLeft');
    expect(keyboard.keys()).toBe(KEY.kick);
  });

  test('one of two keys for a direction still holds it', () => {
    press('ArrowLeft');
    press('KeyA');
    lift('ArrowLeft');
    expect(keyboard.keys()).toBe(KEY.left);
  });

  test('a tap between two ticks is told once', () => {
    press('KeyX');
    lift('KeyX');
    expect(keyboard.keys()).toBe(KEY.kick);
    expect(keyboard.keys()).toBe(0);
  });

  test('the page neither scrolls nor saves while playing, and only then', () => {
    expect(press('Space').defaultPrevented).toBe(true);
    expect(press('KeyS', { ctrlKey: true }).defaultPrevented).toBe(true);
    expect(press('KeyR', { ctrlKey: true }).defaultPrevented).toBe(false);
    keyboard.playing = false;
    expect(keyboard.keys()).toBe(0);
    expect(press('Space').defaultPrevented).toBe(false);
    expect(keyboard.keys()).toBe(0);
  });

  test('a direction that was pressed before there is a disc moves it from its first tick; a kick has to be pressed again', () => {
    keyboard.playing = false;
    press('ArrowRight');
    press('KeyX');
    expect(keyboard.keys()).toBe(0);
    keyboard.playing = true;
    expect(keyboard.keys()).toBe(KEY.right);
    lift('KeyX');
    press('KeyX');
    expect(keyboard.keys()).toBe(KEY.right | KEY.kick);
    keyboard.playing = false;
    expect(keyboard.keys()).toBe(0);
    lift('ArrowRight');
    keyboard.playing = true;
    expect(keyboard.keys()).toBe(0);
  });

  test('alt and command belong to the browser', () => {
    press('ArrowLeft', { altKey: true });
    press('KeyS', { metaKey: true });
    expect(keyboard.keys()).toBe(0);
  });
});

describe('nothing leaks, nothing sticks', () => {
  const chat = { tagName: 'INPUT' };

  test.each([chat, { tagName: 'textarea' }, { tagName: 'SELECT' }, { tagName: 'DIV', isContentEditable: true }])(
    'typing into %o moves nobody',
    (field) => {
      expect(press('KeyW', {}, field).defaultPrevented).toBe(false);
      expect(keyboard.keys()).toBe(0);
    },
  );

  test('a key held when the chat opens is let go', () => {
    press('KeyW');
    send('focusin', {}, chat);
    expect(keyboard.keys()).toBe(0);
    lift('KeyW');
    expect(keyboard.keys()).toBe(0);
  });

  test('a direction that goes on repeating after that is held again, a kick is not', () => {
    press('KeyD');
    press('KeyX');
    send('blur');
    press('KeyX', { repeat: true });
    expect(keyboard.keys()).toBe(0);
    press('KeyD', { repeat: true });
    expect(keyboard.keys()).toBe(KEY.right);
    expect(keyboard.keys()).toBe(KEY.right);
    lift('KeyD');
    expect(keyboard.keys()).toBe(0);
  });

  test.each(['blur', 'pagehide'])('%s lets go of everything', (type) => {
    press('KeyW');
    press('KeyX');
    send(type);
    expect(keyboard.keys()).toBe(0);
  });

  test('so does a hidden page', () => {
    press('KeyW');
    page.dispatchEvent(new Event('visibilitychange'));
    expect(keyboard.keys()).toBe(0);
  });

  test('space on a button that was reached by Tab presses the button; one that was clicked does not keep it', () => {
    const button = { tagName: 'BUTTON', closest: () => ({}) };
    press('Tab');
    expect(press('Space', {}, button).defaultPrevented).toBe(false);
    expect(keyboard.keys()).toBe(0);
    send('pointerdown', {}, button);
    expect(press('Space', {}, button).defaultPrevented).toBe(true);
    expect(keyboard.keys()).toBe(KEY.kick);
  });

  test('a disposed keyboard hears nothing', () => {
    keyboard.dispose();
    press('KeyW');
    expect(keyboard.keys()).toBe(0);
  });
});

describe('bindings', () => {
  test('binding anew lets go of what was held, and the old key does no more', () => {
    press('KeyX');
    keyboard.bind({ ...BINDINGS, kick: ['KeyJ'] });
    expect(keyboard.keys()).toBe(0);
    press('KeyX');
    expect(keyboard.keys()).toBe(0);
    press('KeyJ');
    expect(keyboard.keys()).toBe(KEY.kick);
  });
});

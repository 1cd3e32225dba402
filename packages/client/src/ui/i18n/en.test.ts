import { MAX_AVATAR, MAX_CHAT, MAX_LIMIT, MAX_NICK, MAX_REASON } from '@touchline/shared/match';
import {
  JOIN_REFUSALS,
  MAX_BOTS_A_SIDE,
  MAX_DELAY_SECONDS,
  MAX_PASSWORD,
  MAX_ROOM_NAME,
  MAX_SEATS,
  NOTICE_CODES,
} from '@touchline/shared/protocol';
import { expect, it } from 'vitest';
import { BOUNDS } from '../lobby/open-room.tsx';
import { LENGTHS } from '../remember.ts';
import { END_REASONS } from '../session.ts';
import { en } from './en.ts';
import { t } from './t.ts';

it('has a text for every notice of the room', () => {
  for (const code of NOTICE_CODES) expect(t(`notice.${code}`).length).toBeGreaterThan(5);
});
it('says of every refusal and every end what happened and what to do', () => {
  for (const code of [...JOIN_REFUSALS, 'unreachable', 'stopping'] as const) {
    expect(t(`refused.${code}.title`)).not.toBe(t(`refused.${code}.text`));
  }
  for (const reason of END_REASONS) expect(t(`ended.${reason}.title`)).not.toBe(t(`ended.${reason}.text`));
});
it('has no text left empty, and no parameter with a space in it', () => {
  for (const [key, entry] of Object.entries(en)) {
    for (const text of typeof entry === 'string' ? [entry] : [entry.one, entry.other]) {
      expect(text.trim(), key).not.toBe('');
      expect(text.replace(/\{\w+\}/g, ''), key).not.toMatch(/[{}]/);
    }
  }
});
it('puts parameters in and chooses the plural', () => {
  expect(t('join.title', { room: '<i>{n}</i>' })).toBe('Join <i>{n}</i>');
  expect(t('lobby.count', { n: 1 })).toBe('1 room');
  expect(t('lobby.count', { n: 0 })).toBe('0 rooms');
});
it('the lobby measures as the room does', () => {
  expect(LENGTHS).toEqual({
    nick: MAX_NICK,
    avatar: MAX_AVATAR,
    chat: MAX_CHAT,
    reason: MAX_REASON,
    roomName: MAX_ROOM_NAME,
    password: MAX_PASSWORD,
  });
  expect(BOUNDS).toEqual({
    seats: [2, MAX_SEATS],
    limit: [0, MAX_LIMIT],
    bots: [0, MAX_BOTS_A_SIDE],
    delay: [0, MAX_DELAY_SECONDS],
  });
});

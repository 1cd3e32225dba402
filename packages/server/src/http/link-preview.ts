// What chat programs show of a link (Open Graph). The text stands in the page itself, since those who ask run no scripts. Names come
// from strangers, and a private room tells nothing without its key.
import type { RecordingListing } from '@touchline/shared/protocol';
import { clock } from '../pictures/clock.ts';
import { PICTURE } from '../pictures/picture-svg.ts';
import { escapeText } from '../pictures/svg-text.ts';
import type { HostedRoom } from '../rooms/room.ts';
import { sameSecret } from '../secret.ts';

export interface LinkPreview {
  readonly title: string;
  readonly description: string;
  /** Path of the picture; empty for none. */
  readonly picture: string;
  /** What the picture shows, for those who do not see it. */
  readonly alt: string;
}

/** Of everything that is nobody else's business. */
export const PLAIN: LinkPreview = {
  title: 'Touchline',
  description: 'Football with round players, in the browser. Open a link, type a nick, play.',
  picture: '',
  alt: '',
};

/** May whoever has this key (empty: none) know what goes on in a room? */
export function mayKnow(room: HostedRoom, given: string): boolean {
  const key = room.watchKey();
  return key === '' || (given !== '' && sameSecret(given, key));
}

/** `given`: the `k` of the link. */
export function roomPreview(room: HostedRoom, given: string, doing: 'play' | 'watch'): LinkPreview {
  if (!mayKnow(room, given)) return PLAIN;
  const { name, stadium, phase, red, blue, seconds, players } = room.listing();
  const running = phase !== 'none';
  const query = new URLSearchParams(room.watchKey() === '' ? {} : { k: given });
  // Whoever keeps pictures by their address gets a new one when there is something new to see.
  query.set('t', String(room.state.tick));
  const score = `Red ${red}–${blue} Blue`;
  const people = players === 1 ? '1 person is in.' : players > 1 ? `${players} people are in.` : 'Nobody is in yet.';
  const match = running ? `${score}, ${clock(seconds)}, on ${stadium}.` : `No match yet on ${stadium}.`;
  const call = doing === 'play' ? 'Open the link, type a nick, play.' : 'Open the link and watch: no seat, no account.';
  return {
    title: running ? `${name}: ${score}` : name,
    description: `${match} ${people} ${call}`,
    picture: `/api/rooms/${room.id}/preview.png?${query}`,
    alt: `The pitch of ${name}. ${match}`,
  };
}

/** Whoever has the link has the match: its id is the only key there is. */
export function replayPreview({ id, name, stadium, red, blue, seconds, players }: RecordingListing): LinkPreview {
  const side = (team: 1 | 2): string =>
    players
      .filter((player) => player.team === team)
      .map((player) => player.name)
      .join(', ');
  const score = `Red ${red}–${blue} Blue`;
  const match = `${score} after ${clock(seconds)} on ${stadium}.`;
  return {
    title: `${name}: ${score}`,
    description: shortened(`${match} Red: ${side(1) || 'nobody'}. Blue: ${side(2) || 'nobody'}.`),
    picture: `/api/recordings/${id}/preview.png`,
    alt: `The last goal of ${name}. ${match}`,
  };
}

/** Longer texts are cut off wherever they are shown. */
const MAX_DESCRIPTION = 240;
const shortened = (text: string): string =>
  text.length <= MAX_DESCRIPTION ? text : `${[...text].slice(0, MAX_DESCRIPTION).join('').trimEnd()}…`;

/**
 * The client's page with a preview in its head. `origin`: where people reach this server; null where that is not known, and then
 * there is no picture, since its address has to be whole.
 */
export function withPreview(html: string, preview: LinkPreview, origin: string | null): string {
  const { title, description, picture, alt } = preview;
  const shown = title === PLAIN.title ? title : `${title} · ${PLAIN.title}`;
  const tags: [kind: 'property' | 'name', key: string, value: string][] = [
    ['property', 'og:type', 'website'],
    ['property', 'og:site_name', PLAIN.title],
    ['property', 'og:title', title],
    ['property', 'og:description', description],
    ['name', 'twitter:card', picture !== '' && origin !== null ? 'summary_large_image' : 'summary'],
  ];
  if (origin !== null && picture !== '') {
    tags.push(
      ['property', 'og:image', origin + picture],
      ['property', 'og:image:type', 'image/png'],
      ['property', 'og:image:width', String(PICTURE.widthPx)],
      ['property', 'og:image:height', String(PICTURE.heightPx)],
      ['property', 'og:image:alt', alt],
    );
  }
  const head = tags
    .map(([kind, key, value]) => `<meta ${kind}="${key}" content="${escapeText(value)}" />\n    `)
    .join('');
  // Functions, since a name may hold `$&`.
  return html
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeText(shown)}</title>`)
    .replace(/(<meta name="description" content=")[^"]*/, (_, before: string) => before + escapeText(description))
    .replace('</head>', () => `${head}</head>`);
}

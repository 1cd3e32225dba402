// `touchline verify`: runs a recording again and says whether its result is true, and who recorded it.
import { readFile } from 'node:fs/promises';
import { LogFormatError, openRecording, type Recording, type Verdict, Verification } from '@touchline/shared/log';
import { unpack } from '../store/archive.ts';
import { verifySignature } from '../store/server-key.ts';
import type { Output } from './stadium.ts';

/** Of a file that is fetched: a day of 6v6 is a tenth of it. */
const MAX_FETCH_BYTES = 64 << 20;

interface Source {
  readonly bytes: Uint8Array;
  /** What the server at the address says its key is, 64 hex digits. */
  readonly serverKey: string | null;
}

/** Returns the exit code: 0 when everything is true, 1 when not, or when the file cannot be read. */
export async function verifyCommand(from: string, { key }: { key?: string }, out: Output): Promise<number> {
  let recording: Recording;
  let source: Source;
  try {
    source = /^https?:\/\//.test(from) ? await fetchSource(from) : { bytes: await readFile(from), serverKey: null };
  } catch (error) {
    out.error(`${from} cannot be read: ${reasonOf(error)}`);
    return 1;
  }
  try {
    recording = openRecording(await unpack(source.bytes));
  } catch (error) {
    out.error(`NOT VERIFIED: ${from} cannot be opened: ${reasonOf(error)}`);
    return 1;
  }
  const verification = new Verification(recording);
  verification.run();
  const verdict = verification.verdict(verifySignature);
  const signer = recording.signature && Buffer.from(recording.signature.publicKey).toString('hex');
  const wanted = key?.toLowerCase() ?? source.serverKey;
  const foreign = verdict.signature === 'valid' && wanted !== null && wanted !== signer;
  for (const line of describe(recording, verdict)) out.log(line);
  if (verdict.signature === 'valid') out.log(`signature  valid, by ${signer}${whose(wanted, foreign)}`);
  else out.log(`signature  ${verdict.signature}`);
  const ok = verdict.ok && !foreign;
  if (ok) out.log('VERIFIED: the result follows from what the players did, and the holder of this key recorded it.');
  else out.error(`NOT VERIFIED: ${foreign ? 'another server signed it' : faultOf(verdict)}.`);
  return ok ? 0 : 1;
}

function describe(recording: Recording, { result, hashesCompared }: Verdict): string[] {
  const { header, startTick, endTick } = recording;
  const minutes = Math.floor(result.seconds / 60);
  const clock = `${minutes}:${String(Math.floor(result.seconds % 60)).padStart(2, '0')}`;
  const side = (team: 1 | 2) =>
    result.players.flatMap((player) => (player.team === team ? player.name : [])).join(', ');
  return [
    `room       ${JSON.stringify(header.name)} (${header.room}), ${new Date(header.startedMs).toISOString()}`,
    `result     ${result.red}:${result.blue} after ${clock}, ${result.ending}`,
    `red        ${side(1) || '-'}`,
    `blue       ${side(2) || '-'}`,
    `ran        ${endTick - startTick} ticks, ${hashesCompared} hashes alike`,
  ].map((line) => line.replace(/\p{Cc}/gu, ' '));
}

function whose(wanted: string | null, foreign: boolean): string {
  if (wanted === null) return '';
  return foreign ? `, and not by ${wanted}` : ', the key of that server';
}

function faultOf({ complete, divergedAt, resultFollows, signature }: Verdict): string {
  if (divergedAt !== null) return `at tick ${divergedAt} the recording says something else than its own inputs`;
  if (!complete) return 'the end is missing; what is there agrees';
  if (!resultFollows) return 'the result in the file is not the one that was played';
  return signature === 'missing' ? 'nobody signed it; what is in it agrees' : 'the signature is wrong: it was changed';
}

/** Follows a link to the page of a recording, too, and asks its server for its key. */
async function fetchSource(address: string): Promise<Source> {
  const url = new URL(address);
  url.pathname = url.pathname.replace(/\/replay\/([^/]+)\/?$/, '/api/recordings/$1');
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > MAX_FETCH_BYTES) throw new Error('it is too large for a recording');
    parts.push(part);
  }
  return { bytes: Buffer.concat(parts), serverKey: await fetchKey(url) };
}

async function fetchKey(url: URL): Promise<string | null> {
  if (!url.pathname.includes('/api/recordings/')) return null;
  const at = new URL(url);
  at.pathname = url.pathname.replace(/\/api\/recordings\/.*$/, '/api/key');
  at.search = '';
  const answer = await fetch(at).catch(() => null);
  if (!answer?.ok) return null;
  const { publicKey } = (await answer.json().catch(() => ({}))) as { publicKey?: unknown };
  return typeof publicKey === 'string' && /^[0-9a-f]{64}$/.test(publicKey) ? publicKey : null;
}

function reasonOf(error: unknown): string {
  if (error instanceof LogFormatError) return error.message;
  const { code, message, cause } = Object(error) as { code?: unknown; message?: unknown; cause?: unknown };
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return 'damaged: its bytes were changed or are missing (gzip)';
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'it is too large for a recording';
  return cause instanceof Error ? `${message}: ${cause.message || Object(cause).code}` : String(message ?? error);
}

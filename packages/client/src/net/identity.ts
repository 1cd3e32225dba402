// Who this browser is to this server: a secret that never leaves the two. Rooms make a public identity of it
// (room-scripts.md §10, `auth`); without storage everybody is somebody new each time.
const KEY = 'touchline.secret';
const FORM = /^[\w-]{43}$/;

/** 32 random bytes as base64url; undefined where nothing can be remembered. */
export function ownSecret(): string | undefined {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept !== null && FORM.test(kept)) return kept;
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const secret = btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/=+$/, '');
    localStorage.setItem(KEY, secret);
    return secret;
  } catch {
    return undefined;
  }
}

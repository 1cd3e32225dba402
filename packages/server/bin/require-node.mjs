/**
 * Ends the process with a way out when this Node is older than `oldest`, [major, minor].
 * @param {readonly [number, number]} oldest
 * @param {string} advice what to do then
 */
export function requireNode([oldestMajor, oldestMinor], advice) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(`Touchline needs Node ${oldestMajor}.${oldestMinor} or newer; this is ${process.versions.node}.`);
  console.error(advice);
  process.exit(1);
}

/** From here on Node strips types: what the sources need, which run as they are. */
export const STRIPS_TYPES = /** @type {const} */ ([22, 18]);

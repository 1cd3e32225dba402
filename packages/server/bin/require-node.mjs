// Touchline is TypeScript that Node runs as it is; that takes a Node which strips types.

/** Ends the process with a way out when this Node is too old. */
export function requireNode(command) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  console.error(`Touchline needs Node 22.18 or newer; this is ${process.versions.node}.`);
  console.error(`The right one comes with \`npm install\`. Run, in the project's folder: ${command}`);
  process.exit(1);
}

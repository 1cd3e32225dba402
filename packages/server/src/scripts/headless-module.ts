// What `require('haxball.js')` and `import x from 'haxball.js'` give (room-scripts.md R6): a promise of `HBInit` that is
// a function, too, and gives that promise when it is called.
type Init = typeof HBInit;

const promise: Promise<Init> = Promise.resolve(globalThis.HBInit);
const init = Object.assign(() => promise, {
  // biome-ignore lint/suspicious/noThenProperty: scripts write both `HaxballJS.then(…)` and `await HaxballJS`
  then: promise.then.bind(promise),
  catch: promise.catch.bind(promise),
  finally: promise.finally.bind(promise),
});
// `require('haxball.js').default`: what compilers make of a default import.
Object.assign(init, { default: init });

/** Scripts in TypeScript import this name, which is a type's. */
export const Headless = undefined;

// biome-ignore lint/style/noDefaultExport: scripts import it by default
export { init as 'module.exports', init as default };

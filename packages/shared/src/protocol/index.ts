// What crosses a wire: room messages, schema, input frames, feeds, REST.
export * from './admin.ts';
export { Confirmation, type ConfirmListener, type TickPatch } from './confirm.ts';
export * from './feed.ts';
export * from './gate.ts';
export * from './http.ts';
export * from './input.ts';
export * from './matches.ts';
export * from './messages.ts';
export { describeApi, ROUTES } from './openapi.ts';
export { project } from './project.ts';
export * from './queue.ts';
export { recordingId } from './recording-id.ts';
export * from './schema.ts';
export * from './version.ts';
export { showsWork, Work, work } from './work.ts';

export { BodyStore } from './body-store.ts';
export { readCapture, type SavedCapture } from './read.ts';
export { redact, secretsOf } from './redact.ts';
export { ShortfallLog } from './shortfalls.ts';
export { prepareFolder, writeCapture } from './write.ts';

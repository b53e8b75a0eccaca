export * from './alerts.ts';
export * from './changes.ts';
export * from './crawls.ts';
export * from './decisions.ts';
export * from './presence.ts';

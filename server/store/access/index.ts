export * from './users.ts';
export * from './links.ts';
export * from './sessions.ts';
export * from './tokens.ts';
export * from './attempts.ts';
export * from './installation.ts';
export * from './audit.ts';

import { readFileSync } from 'node:fs';

/** Scriptwarden's own version, as the OpenAPI document tells it. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

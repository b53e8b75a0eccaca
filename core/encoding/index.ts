export { defangHost, defangText, defangUrl } from './defang.ts';
export { sha256 } from './sha256.ts';
export { mixed, shortHash } from './short-hash.ts';
export { escapeForTerminal } from './terminal.ts';

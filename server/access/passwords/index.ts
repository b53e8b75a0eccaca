export { Passwords } from './passwords.ts';
export { usualCost, type Cost } from './hash.ts';
export { checkPassword, longestPassword, shortestPassword } from './strength.ts';

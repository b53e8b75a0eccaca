export { Kind, kindNames, kindOf, Role } from './kinds.ts';
export { flattenTree, indexOf, type Tree } from './tree.ts';

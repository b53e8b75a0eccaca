export { Kind, kindNames, kindOf, Role } from './kinds.ts';
export { flattenTree, indexOf, isBracketMember, type Tree } from './tree.ts';

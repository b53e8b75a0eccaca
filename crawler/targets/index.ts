export { hasDocument, type Target } from './target.ts';
export { TargetTree, type TreeHooks } from './tree.ts';

export { createFolder, type Definitions, type Folder } from './folder.ts';
export type { Value } from './value.ts';

export { hashTree, type Hashes } from './hashes.ts';

export { boundedChange, cut, fitChanges, messageBytes, sizeOf } from './bound.ts';
export { exampleMessage } from './example.ts';
export { gatherMessage } from './gather.ts';

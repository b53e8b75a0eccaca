export { families, signalBit, signals, wordBuckets, type Family, type Form } from './families.ts';
export { hostsInText } from './hosts-in-text.ts';
export { vocabularyOfText, vocabularyOfTree, type Vocabulary } from './vocabulary.ts';

export { hostsInText } from './hosts-in-text.ts';
export { vocabularyOfText, vocabularyOfTree, type Vocabulary } from './vocabulary.ts';

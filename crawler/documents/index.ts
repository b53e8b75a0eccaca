export { documentCode, integrityByUrl, javascriptUrlSource, type DocumentCode } from './code.ts';
export { documentForms } from './forms.ts';
export { documentLinks } from './links.ts';
export { readSnapshot, type SnapshotDocument } from './snapshot.ts';

import type { Release } from '../releases.ts';

const quarry = 'cdn.libstack.localhost/quarry/3.4.1/quarry.js';

export default {
  meta: {
    number: 2,
    name: 'library-version',
    changes: 'Quarry 3.4.2 replaces 3.4.1: a banner, a version and a guard against a missing document.',
    expects: [
      {
        kind: 'library-upgrade',
        severity: 'info',
        about: '/quarry/3.4.2/',
        says: ['3.4.2 now', '3.4.1 before'],
      },
    ],
  },
  renames: { [quarry]: 'cdn.libstack.localhost/quarry/3.4.2/quarry.js' },
  edits: {
    [quarry]: (text) =>
      text
        .replaceAll('3.4.1', '3.4.2')
        .replace('var document = window.document;', 'var document = window.document || null;'),
  },
} satisfies Release;

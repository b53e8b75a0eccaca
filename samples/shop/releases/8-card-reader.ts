import type { Release } from '../releases.ts';

export default {
  meta: {
    number: 8,
    name: 'card-reader',
    changes:
      'The analytics script that the shop has used for years comes with "session replay": it reads the card form and sends it elsewhere.',
    expects: [
      {
        kind: 'script-behaviour',
        severity: 'critical',
        about: 'stats.clearpath.localhost/cp.js',
        says: ['cc-number', 'cc-csc', 'rec.clearpath-replay.localhost'],
      },
      {
        kind: 'verdict-changed',
        severity: 'critical',
        about: 'stats.clearpath.localhost/cp.js',
        says: ['malicious', 'card', 'rec.clearpath-replay.localhost'],
      },
    ],
  },
  collectors: ['rec.clearpath-replay.localhost'],
} satisfies Release;

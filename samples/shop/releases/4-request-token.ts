import { randomBytes } from 'node:crypto';
import type { Release } from '../releases.ts';

export default {
  meta: {
    number: 4,
    name: 'request-token',
    changes: 'Each page carries an inline script with a token and a time that differ on every request.',
    expects: [{ kind: 'script-added', severity: 'low', about: 'inline' }],
  },
  answers: () => (reply) => {
    if (typeof reply.body !== 'string' || !reply.type?.startsWith('text/html')) return reply;
    const request = JSON.stringify({ id: randomBytes(12).toString('hex'), at: Date.now() });
    return {
      ...reply,
      body: reply.body.replace('</head>', () => `<script>window.LL_REQUEST=${request};</script></head>`),
    };
  },
} satisfies Release;

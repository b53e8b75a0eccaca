import type { Release } from '../releases.ts';

const header = 'content-security-policy';

export default {
  meta: {
    number: 7,
    name: 'weaker-policy',
    changes: 'To try a payment redirect, form-action is taken out of the content security policy.',
    expects: [{ kind: 'header-weakened', severity: 'high', about: header, says: ['form targets'] }],
  },
  answers: () => (reply) => {
    const policy = reply.headers?.[header];
    if (typeof policy !== 'string') return reply;
    return { ...reply, headers: { ...reply.headers, [header]: policy.replace("form-action 'self'; ", '') } };
  },
} satisfies Release;

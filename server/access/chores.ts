import type { Chore } from '../jobs/chores.ts';
import {
  dropDeadTokens,
  dropOldAttempts,
  dropOldAudit,
  dropOldLinks,
  dropOldSessions,
} from '../store/index.ts';
import { living } from './sessions.ts';

const day = 86_400_000;
/** Tokens that were revoked or expired are shown for a while, so that one can see what became of them. */
const deadTokensKeptMs = 90 * day;
/** Longer than any pause, and than failures are remembered. */
const attemptsKeptMs = 2 * day;

/** Logins, links, tokens and failed attempts that are over. */
export const endedAccess: Chore = {
  name: 'ended-access',
  async run({ store: { db }, now }) {
    await dropOldSessions(db, living(now));
    await dropOldLinks(db, now);
    await dropDeadTokens(db, now - deadTokensKeptMs);
    await dropOldAttempts(db, now - attemptsKeptMs);
  },
};

/** Entries of the audit log from before the retention of the settings; never younger ones than a year. */
export function oldAudit(auditDays = 400): Chore {
  return {
    name: 'old-audit',
    run: ({ store, now }) => dropOldAudit(store.db, now - Math.max(366, auditDays) * day),
  };
}

import { ScriptwardenError } from '../../core/errors/index.ts';
import {
  addToken,
  addUser,
  findUsableToken,
  listUsers,
  readFact,
  stateFact,
  type Store,
} from '../store/index.ts';
import { auditAs, system } from './audit.ts';
import { makeLink } from './links.ts';
import { hashOf } from './one-way.ts';
import type { SecretBox } from './secrets/index.ts';

/** What the operator must be told when the service starts. */
export interface FirstStart {
  /** Path of a link that makes the first administrator; null when there is or was one. */
  setUpPath: string | null;
  /** Sentences for the log. */
  notes: string[];
}

/** Name of the user that the bootstrap token belongs to. */
export const bootstrapUser = 'admin';

/** As the setting says; guessing is slowed down, yet a longer one is better. */
const shortestToken = 8;
const fewestCharacters = 5;

/**
 * Sees to it that a new installation gets its first administrator: by the token from the environment, or else by a one-time
 * link. It happens once for all time: a token that was revoked or a user that was removed does not come back by a restart.
 * @throws ScriptwardenError SW_BOOTSTRAP_WEAK
 */
export async function firstStart(
  store: Store,
  { bootstrapToken, now }: { bootstrapToken: string | null; now: number },
): Promise<FirstStart> {
  if (bootstrapToken !== null) checkToken(bootstrapToken);
  const { db } = store;
  if ((await readFact(db, 'initialised')) === null && (await listUsers(db)).length > 0) {
    await stateFact(db, 'initialised', 'found', now);
  }
  if ((await readFact(db, 'initialised')) !== null)
    return { setUpPath: null, notes: await notesOf(store, bootstrapToken, now) };
  if (bootstrapToken === null) {
    const { path } = await makeLink(db, null, now);
    return { setUpPath: path, notes: [] };
  }
  const isMade = await store.transaction(async (inside) => {
    // Several servers may start at once on one database.
    if (!(await stateFact(inside, 'initialised', 'token', now))) return false;
    const user = await addUser(inside, { name: bootstrapUser, role: 'admin', at: now });
    await addToken(inside, {
      hash: hashOf(bootstrapToken),
      userId: user.id,
      name: 'bootstrap',
      role: null,
      siteIds: null,
      createdAt: now,
      expiresAt: null,
    });
    await inside.deleteFrom('user_links').where('user_id', 'is', null).execute();
    const object = { type: 'users', id: user.id, name: user.name };
    await auditAs(
      inside,
      system,
      { action: 'users.create', object, detail: { by: 'bootstrap' } },
      { at: now },
    );
    return true;
  });
  const note = `Made the administrator "${bootstrapUser}" with the API token of SCRIPTWARDEN_BOOTSTRAP_TOKEN.`;
  return { setUpPath: null, notes: isMade ? [note] : [] };
}

/** What the sealed word is bound to that tells whether a key is the right one. */
export const keyCheck = 'installation key check';

/**
 * Refuses to start with another key than the one that the stored secrets were sealed with: they would all fail one by one.
 * @throws ScriptwardenError SW_SECRET_KEY_WRONG, and what opening the box throws
 */
export async function checkSecretKey({ db }: Pick<Store, 'db'>, box: SecretBox, now: number): Promise<void> {
  const known = await readFact(db, 'secret-key');
  if (known === null) {
    if (await stateFact(db, 'secret-key', box.seal('scriptwarden', keyCheck), now)) return;
    // Another server was quicker: its key counts.
    return checkSecretKey({ db }, box, now);
  }
  try {
    box.open(known, keyCheck);
  } catch (cause) {
    if (!(cause instanceof ScriptwardenError) || cause.code !== 'SW_SECRET_UNREADABLE') throw cause;
    throw new ScriptwardenError('SW_SECRET_KEY_WRONG', {
      message: 'The secrets in this database were encrypted with another key.',
      fix: 'Start with the former SCRIPTWARDEN_SECRET_KEY or secret.key. If it is lost: `scriptwarden secrets adopt`.',
      cause,
    });
  }
}

function checkToken(token: string): void {
  if (
    token.length >= shortestToken &&
    new Set(token).size >= fewestCharacters &&
    /^[\x21-\x7e]+$/.test(token)
  )
    return;
  throw new ScriptwardenError('SW_BOOTSTRAP_WEAK', {
    message: `SCRIPTWARDEN_BOOTSTRAP_TOKEN is shorter than ${shortestToken} characters, repeats itself, or holds spaces.`,
    fix: 'Make one with `openssl rand -hex 32`.',
  });
}

async function notesOf({ db }: Store, bootstrapToken: string | null, now: number): Promise<string[]> {
  const notes: string[] = [];
  if (bootstrapToken !== null && !(await findUsableToken(db, hashOf(bootstrapToken), now))) {
    notes.push('SCRIPTWARDEN_BOOTSTRAP_TOKEN has no effect: this installation had its first start.');
  }
  if (!(await listUsers(db)).some((user) => user.role === 'admin')) {
    notes.push('There is no administrator. Make one with: scriptwarden users add NAME --role admin');
  }
  return notes;
}

import { openSecrets, sealSecrets } from '../alerts/secrets.ts';
import { hasCode, listSites, replaceFact, updateSite, type Store } from '../store/index.ts';
import { keyCheck } from './first-start.ts';
import type { SecretBox } from './secrets/index.ts';
import { sealSite } from './site-secrets.ts';

/** What became of the stored secrets. */
export interface Resealed {
  /** How many sites and channels hold secrets of the newest key now. */
  current: number;
  /** Those whose secrets no key opens: they must be entered again. */
  unreadable: string[];
}

/**
 * Seals every stored secret with the newest key, so that the older ones can be dropped. It may be broken off and run again.
 * Whatever holds sealed text in a table must be seen to here.
 */
export async function resealAll(store: Store, box: SecretBox): Promise<Resealed> {
  const result: Resealed = { current: 0, unreadable: [] };
  const see = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      result.current++;
    } catch (error) {
      if (!hasCode(error, 'SW_SECRET_UNREADABLE')) throw error;
      result.unreadable.push(what);
    }
  };
  for (const { id, name, origin, definition } of await listSites(store.db)) {
    if (origin === 'file') continue;
    await see(`site ${name}`, () =>
      updateSite(store.db, id, { definition: sealSite(box, definition, definition) }),
    );
  }
  const channels = await store.db.selectFrom('channels').select(['id', 'name', 'seal', 'secrets']).execute();
  for (const { id, name, seal, secrets } of channels) {
    await see(`channel ${name}`, () =>
      store.db
        .updateTable('channels')
        .set({ secrets: sealSecrets(box, seal, openSecrets(box, { seal, secrets })) })
        .where('id', '=', id)
        .where('secrets', '=', secrets)
        .execute(),
    );
  }
  return result;
}

/** Takes the present key as the installation's own, from now on. */
export async function adoptKey({ db }: Pick<Store, 'db'>, box: SecretBox, now: number): Promise<void> {
  await replaceFact(db, 'secret-key', box.seal('scriptwarden', keyCheck), now);
}

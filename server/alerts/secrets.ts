import type { SecretBox } from '../access/secrets/index.ts';
import type { Channel } from '../store/index.ts';

/** Seals the secrets of a channel to the channel. */
export function sealSecrets(box: SecretBox, seal: string, secrets: unknown): string {
  return box.seal(JSON.stringify(secrets), contextOf(seal));
}

/** @throws ScriptwardenError SW_SECRET_UNREADABLE. */
export function openSecrets(box: SecretBox, { seal, secrets }: Pick<Channel, 'seal' | 'secrets'>): unknown {
  return JSON.parse(box.open(secrets, contextOf(seal)));
}

function contextOf(seal: string): string {
  return `channel ${seal}`;
}

import { readFileSync } from 'node:fs';

/** The user a browser runs as. */
export interface BrowserUser {
  uid: number;
  gid: number;
}

/**
 * Who runs the browser. Chrome's own sandbox refuses to work for root, and whoever breaks out of a page should
 * not be root: on Linux as root that is `nobody`; otherwise null, the user we already are.
 */
export function unprivilegedUser(passwd = readPasswd(), uid = process.getuid?.()): BrowserUser | null {
  if (uid !== 0 || process.platform !== 'linux') return null;
  const line = passwd.split('\n').find((entry) => entry.startsWith('nobody:'));
  const [, , userId, groupId] = line?.split(':') ?? [];
  if (userId === undefined || groupId === undefined || Number(userId) === 0) return null;
  return { uid: Number(userId), gid: Number(groupId) };
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}

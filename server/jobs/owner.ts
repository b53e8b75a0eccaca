import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Names a worker in leases: machine, process, and something no other run has. */
export function createOwner(): string {
  return `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`;
}

/** Whether a lease's owner was a process of this machine that is gone, so that nobody needs to wait for its lease. */
export function isOwnerGone(owner: string | null): boolean {
  const match = /^(.*):(\d+):[0-9a-f]{12}$/.exec(owner ?? '');
  if (match?.[1] !== hostname()) return false;
  try {
    process.kill(Number(match[2]), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

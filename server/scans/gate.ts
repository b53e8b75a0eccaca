import { ScriptwardenError } from '../../core/errors/index.ts';

/** Uploads that may arrive at a time, all users together and for one of them. */
const uploadsAtOnce = 64;
const uploadsOfOne = 8;
/** Scans of one user that may wait or run. */
export const openScansOfOne = 500;

const arriving = new Map<number, number>();

/** Lets an upload in, unless too many are arriving already. @throws ScriptwardenError SW_TOO_MANY_REQUESTS. */
export async function throughGate<Result>(ownerId: number, work: () => Promise<Result>): Promise<Result> {
  const mine = arriving.get(ownerId) ?? 0;
  const all = [...arriving.values()].reduce((sum, count) => sum + count, 0);
  if (mine >= uploadsOfOne || all >= uploadsAtOnce) {
    throw tooMany(mine >= uploadsOfOne ? `${mine} of your uploads are` : `${all} uploads are`, 'arriving', 5);
  }
  arriving.set(ownerId, mine + 1);
  try {
    return await work();
  } finally {
    const left = arriving.get(ownerId)! - 1;
    if (left === 0) arriving.delete(ownerId);
    else arriving.set(ownerId, left);
  }
}

/** A refusal that says when to try again; the API sends the seconds as `Retry-After`. */
export function tooMany(who: string, what: string, retryAfterSeconds: number): ScriptwardenError {
  const error = new ScriptwardenError('SW_TOO_MANY_REQUESTS', {
    message: `${who} ${what} already.`,
    fix: 'Wait for some of them, then try again.',
  });
  return Object.assign(error, { retryAfterSeconds });
}

import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Principal } from '../access/principal.ts';
import { claimKey, dropKey, finishKey, type KeyPlace } from '../store/index.ts';
import type { Call, Reply, Route } from './route.ts';

/**
 * Runs a POST at most once for each Idempotency-Key of a caller: the same request again gets the same answer for a day.
 * Answers are kept sealed, since they may hold a secret that is shown only once. What fails is not kept.
 * @throws ScriptwardenError SW_REQUEST_INVALID for an unfit key, SW_IDEMPOTENCY_MISMATCH, SW_STORE_CONFLICT while the first still runs
 */
export async function once(
  route: Route,
  { request, context, body, principal }: Call<unknown, unknown, unknown, unknown>,
  run: () => Promise<Reply | undefined>,
): Promise<Reply | undefined> {
  const key = request.get('idempotency-key');
  if (key === undefined || principal === null) return run();
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new ScriptwardenError('SW_REQUEST_INVALID', {
      message: 'The Idempotency-Key is not 1 to 200 printable ASCII characters.',
      fix: 'Send a random UUID.',
    });
  }
  const { db } = context.store;
  const place: KeyPlace = { userId: (principal as Principal).userId, route: request.path, key };
  const seal = `idempotency ${place.userId} ${place.route} ${key}`;
  // A body that the handler reads itself counts by its size and type.
  const told = route.raw ? [request.get('content-length'), request.get('content-type')?.split(';')[0]] : body;
  const fingerprint = sha256(JSON.stringify([request.method, request.originalUrl, told ?? null]));
  const earlier = await claimKey(db, { ...place, fingerprint, at: context.now() });
  if (earlier) {
    if (earlier.fingerprint !== fingerprint) {
      throw new ScriptwardenError('SW_IDEMPOTENCY_MISMATCH', {
        message: 'This Idempotency-Key belongs to a request with other content.',
        fix: 'Use a new key for each new request.',
      });
    }
    if (earlier.reply === null) {
      throw new ScriptwardenError('SW_STORE_CONFLICT', {
        message: 'A request with this Idempotency-Key is still being answered.',
        fix: 'Wait for it, or ask again in a minute.',
      });
    }
    const reply = JSON.parse(context.secrets.open(earlier.reply, seal)) as Reply;
    return { ...reply, headers: { ...reply.headers, 'Idempotency-Replayed': 'true' } };
  }
  let reply: Reply | undefined;
  try {
    reply = await run();
    if (reply && (reply.status ?? 200) < 300) {
      await finishKey(db, place, context.secrets.seal(JSON.stringify(reply), seal));
      return reply;
    }
  } catch (error) {
    await dropKey(db, place);
    throw error;
  }
  await dropKey(db, place);
  return reply;
}

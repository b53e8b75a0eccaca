import type { Call, Reply, Route } from '../api/route.ts';
import { hasCode } from '../store/index.ts';
import { audit, type Deed } from './audit.ts';
import { isSafe } from './forgery.ts';
import type { Principal } from './principal.ts';
import { TooMany } from './too-many.ts';

type AnyCall = Pick<
  Call<unknown, unknown, unknown, Principal | null>,
  'request' | 'context' | 'principal' | 'params'
> & {
  body?: unknown;
};

/**
 * Runs a route and adds to the audit log what it did, or that it was refused for want of a role. Routes that only read are
 * passed through, and those that add their own entries. A log that cannot be written does not undo the deed: it is reported.
 */
export async function audited(
  route: Route,
  call: AnyCall,
  run: () => Promise<Reply | undefined>,
): Promise<Reply | undefined> {
  const { request, principal } = call;
  if (isSafe(request) || !principal) return run();
  try {
    const reply = await run();
    if (route.audits !== 'itself') await add(call, deedOf(route, call, reply));
    return reply;
  } catch (error) {
    if (hasCode(error, 'SW_FORBIDDEN')) await auditRefusal(route, call);
    throw error;
  }
}

/** Adds that somebody was refused what would have changed something. Some a minute are enough to be noticed. */
export async function auditRefusal(route: Route, call: AnyCall): Promise<void> {
  const { request, principal, context } = call;
  if (isSafe(request) || !principal) return;
  try {
    await context.access.limits.refusals.take(`user ${principal.userId}`);
  } catch (error) {
    if (error instanceof TooMany) return;
    throw error;
  }
  await add(call, { ...deedOf(route, call, undefined), outcome: 'refused' });
}

async function add(call: AnyCall, deed: Deed): Promise<void> {
  const { context } = call;
  try {
    await audit(context.store.db, call, deed);
  } catch (err) {
    context.log.error({ err, action: deed.action }, 'the audit log was not written');
  }
}

const verbs: Record<string, string> = { post: 'create', put: 'change', patch: 'change', delete: 'delete' };

/** `POST /sites/:id/crawls` is `sites.crawls.create` of the site; `PATCH /channels/:id` is `channels.change`. */
function deedOf({ method, path }: Route, { params, body }: AnyCall, reply: Reply | undefined): Deed {
  const words = path.split('/').filter((part) => /^[a-z]/.test(part));
  const given = (params ?? {}) as Record<string, unknown>;
  const made = (reply?.body ?? {}) as Record<string, unknown>;
  const [type = 'service'] = words;
  const id = textOf(given.id) ?? textOf(made.id);
  const site = type === 'sites' ? (textOf(made.site) ?? textOf(made.id) ?? id) : textOf(made.site);
  return {
    action: [...words, verbs[method]].join('.'),
    object: { type, id, name: textOf(made.name) },
    siteId: site !== null && /^\d{1,15}$/.test(site) ? Number(site) : null,
    detail: typeof body === 'object' && body !== null ? { ...body } : {},
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : null;
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { audited, auditRefusal } from '../access/audit-requests.ts';
import { check } from './check.ts';
import type { ServiceContext } from './context.ts';
import { once } from './idempotency.ts';
import { columnsOf, csvOf } from './list.ts';
import type { Call, Reply, Route } from './route.ts';
import { forbidden, hasRoleSomewhere, principalOf } from './who.ts';

type AnyCall = Call<unknown, Record<string, unknown> | undefined, unknown, unknown>;

/** Puts routes on a router: who may call, what is taken, what is answered. */
export function mountRoutes(router: Router, routes: readonly Route[], context: ServiceContext): void {
  for (const one of routes) {
    const readers = one.body && !one.raw ? [jsonBody(one, context)] : [];
    router[one.method](
      one.path,
      admit(one, context),
      ...readers,
      async (request: Request, response: Response) => {
        const call = callOf(one, request, response, context);
        const answer = () => audited(one, call as never, () => one.handle(call as never));
        const reply = one.method === 'post' ? await once(one, call, answer) : await answer();
        if (reply === undefined) return;
        if (isList(reply.body) && request.accepts(['application/json', 'text/csv']) === 'text/csv') {
          await sendCsv(one, call, reply);
        } else send(response, reply);
      },
    );
  }
}

/** Refuses who is unknown or may do too little, before anything of the request is read. */
function admit(one: Route, context: ServiceContext) {
  const { role } = one;
  return async (request: Request, _response: Response, next: () => void): Promise<void> => {
    if (role !== 'public') {
      const principal = principalOf(request);
      if (!principal) {
        throw new ScriptwardenError('SW_UNAUTHENTICATED', {
          message: 'This needs a session or an API token.',
          fix: 'Log in, or send `Authorization: Bearer` with a token.',
        });
      }
      if (!hasRoleSomewhere(principal, role)) {
        await auditRefusal(one, { request, principal, context, params: request.params });
        throw forbidden(role);
      }
    }
    next();
  };
}

function jsonBody({ maxBytes }: Route, { config }: ServiceContext) {
  const read: RequestHandler = express.json({
    limit: maxBytes ?? config.limits.jsonBytes,
    strict: true,
    inflate: false,
  });
  return (request: Request, response: Response, next: (error?: unknown) => void): void => {
    const hasBody = request.headers['content-length'] !== '0' && request.is('*/*') !== null;
    if (hasBody && !request.is(['application/json', 'application/*+json'])) {
      next(
        new ScriptwardenError('SW_MEDIA_UNSUPPORTED', {
          message: `The body is ${request.headers['content-type'] ?? 'of no type'}; JSON is taken here.`,
          fix: 'Send it with Content-Type: application/json.',
        }),
      );
    } else read(request, response, next);
  };
}

function callOf(one: Route, request: Request, response: Response, context: ServiceContext): AnyCall {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return {
    params: check(one.params, request.params, 'path'),
    query: check(one.query, request.query, 'query') as Record<string, unknown> | undefined,
    body: one.raw ? undefined : check(one.body, request.body, 'body'),
    principal: principalOf(request),
    context,
    request,
    response,
    signal: gone.signal,
  };
}

function send(response: Response, { status, body, headers }: Reply): void {
  if (headers) response.set(headers);
  if (body === undefined) response.status(status ?? 204).end();
  else response.status(status ?? 200).json(body);
}

interface List {
  items: unknown[];
  next: string | null;
}

function isList(body: unknown): body is List {
  return typeof body === 'object' && body !== null && 'next' in body && 'items' in body;
}

/** A list as CSV, to its end unless the caller set a limit. */
async function sendCsv(one: Route, call: AnyCall, first: Reply): Promise<void> {
  const { request, response } = call;
  const isWhole = request.query.limit === undefined;
  response
    .status(200)
    .type('text/csv')
    .set('Content-Disposition', `attachment; filename="${fileName(one)}"`);
  if (first.headers) response.set(first.headers);
  const pages = async function* (): AsyncGenerator<string> {
    let list = first.body as List;
    const columns = one.replies[200] && columnsOfSchema(one.replies[200]);
    const names = columns && columns.length > 0 ? columns : columnsOf(list.items);
    yield csvOf(list.items, true, names);
    while (isWhole && list.next !== null) {
      const next = await one.handle({ ...call, query: { ...call.query, cursor: list.next } } as never);
      if (!isList(next?.body)) return;
      list = next.body;
      yield csvOf(list.items, false, names);
    }
  };
  await pipeline(Readable.from(pages()), response);
}

/** Columns in the order the schema of the items tells, so that they do not depend on the rows. */
function columnsOfSchema(reply: Exclude<Route['replies'][number], null>): string[] {
  if (typeof reply === 'string') return [];
  const { shape } = reply as unknown as { shape?: { items?: { element?: { shape?: object } } } };
  return Object.keys(shape?.items?.element?.shape ?? {});
}

function fileName({ path }: Route): string {
  return `${path.split('/').findLast((part) => /^[a-z]+$/.test(part)) ?? 'list'}.csv`;
}

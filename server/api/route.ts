import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Principal, Role } from '../access/principal.ts';
import type { ServiceContext } from './context.ts';

/** One request, its parts checked against the route's schemas. */
export interface Call<Params, Query, Body, Who = Principal> {
  params: Params;
  query: Query;
  body: Body;
  /** Who asks; null only on public routes. */
  principal: Who;
  context: ServiceContext;
  request: Request;
  response: Response;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
}

/** What a route answers. `undefined` instead of it: the handler has written the answer itself. */
export interface Reply {
  /** 200 unless said, 204 without a body. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface Description {
  method: Method;
  /** Below /api/v1, Express style: `/sites/:id`. */
  path: `/${string}`;
  /** A few words; the OpenAPI document's `summary`. */
  summary: string;
  description?: string;
  /** The group it stands in. */
  tag: string;
  /** The body is left unread: the handler reads the stream itself, and bounds it. */
  raw?: { contentTypes: readonly string[] };
  /** What changes something is added to the audit log, unless the handler sees to it. */
  audits?: 'itself';
  /** Bytes of a JSON body at most; the setting unless said. */
  maxBytes?: number;
  /** Status → schema of the body; null: no body. A `ZodType` with `.meta({ id })` becomes a component. */
  replies: Readonly<Record<number, z.ZodType | string | null>>;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

type Definition<Params, Query, Body, Access extends Role | 'public'> = Description & {
  /** Lowest role that may call it, on one site at least; the handler asks `requireSite` for the site in question. */
  role: Access;
  params?: Params;
  query?: Query;
  body?: Body;
  handle: (
    call: Call<
      Output<Params>,
      Output<Query>,
      Output<Body>,
      Access extends 'public' ? Principal | null : Principal
    >,
  ) => Promise<Reply | undefined>;
};

/** A route whatever its schemas. */
export type Route = Description & {
  role: Role | 'public';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  handle: (call: Call<never, never, never, never>) => Promise<Reply | undefined>;
};

/** Declares a route. Its schemas are the single source of checks, types and the OpenAPI document. */
export function route<
  Access extends Role | 'public',
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: Definition<Params, Query, Body, Access>): Route {
  return definition as unknown as Route;
}

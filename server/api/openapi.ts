import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problem } from './problem.ts';
import type { Route } from './route.ts';

/** What a group of routes is about. */
export type Tags = Readonly<Record<string, string>>;

/** The OpenAPI 3.1 document of the routes: the same schemas that check requests. */
export function openApiDocument(routes: readonly Route[], tags: Tags, version: string): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const one of routes) {
    const path = one.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[one.method] = operation(one);
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Scriptwarden',
      version,
      description:
        'Which scripts run in your visitors\u2019 browsers, whether any is malicious, why, and what changed.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'scriptwarden_session',
          description: 'A session of a person',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  });
}

function operation(one: Route): ZodOpenApiOperationObject {
  const isPublic = one.role === 'public';
  const who = isPublic ? 'Needs no login.' : `Needs the role ${one.role}.`;
  const requestParams = { ...(one.params && { path: one.params }), ...(one.query && { query: one.query }) };
  return {
    operationId: operationId(one),
    tags: [one.tag],
    summary: one.summary,
    description: [one.description, who].filter(Boolean).join('\n\n'),
    ...(isPublic && { security: [] }),
    requestParams: requestParams,
    ...requestBody(one),
    responses: {
      ...Object.fromEntries(
        Object.entries(one.replies).map(([status, schema]) => [status, responseOf(Number(status), schema)]),
      ),
      default: {
        description: 'A problem: its `code` tells which',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  };
}

function requestBody(one: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (!one.body && !one.raw) return {};
  const types = one.raw?.contentTypes ?? ['application/json'];
  const content = Object.fromEntries(
    types.map((type) => [type, one.body && type.endsWith('json') ? { schema: one.body } : {}]),
  );
  return { requestBody: { required: true, content: content } };
}

/** A text instead of a schema names the media type of an answer that is not JSON. */
function responseOf(status: number, schema: Route['replies'][number]): object {
  const description = meanings[status] ?? 'Done';
  if (schema === null) return { description };
  if (typeof schema === 'string')
    return { description, content: { [schema]: { schema: { type: 'string' } } } };
  return { description, content: { 'application/json': { schema } } };
}

const meanings: Readonly<Record<number, string>> = {
  200: 'What was asked for',
  201: 'It was made',
  202: 'It was queued; ask again at `Location`',
  204: 'Done; nothing to tell',
};

/** `GET /sites/:id/crawls` → `getSitesIdCrawls`: stable, unique, fit for generated clients. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[/:._-]+/).filter(Boolean);
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

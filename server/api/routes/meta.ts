import { docsPage, docsStyle } from '../docs/page.ts';
import { openApiDocument, type Tags } from '../openapi.ts';
import { route, type Route } from '../route.ts';
import { version } from '../version.ts';

/** The OpenAPI document and readable pages made from it; public. */
export function metaRoutes(parts: readonly Route[], tags: Tags): Route[] {
  let made: object | null = null;
  // The document tells of itself, too.
  const document = (): object => (made ??= openApiDocument([...parts, ...routes], tags, version));
  const routes: Route[] = [
    route({
      method: 'get',
      path: '/openapi.json',
      summary: 'The OpenAPI 3.1 document',
      tag: 'meta',
      role: 'public',
      replies: { 200: 'application/json' },
      handle: () => Promise.resolve({ body: document() }),
    }),
    route({
      method: 'get',
      path: '/docs',
      summary: 'This API for people',
      tag: 'meta',
      role: 'public',
      replies: { 200: 'text/html' },
      handle: ({ response }) => {
        response.type('html').send(docsPage(document()));
        return Promise.resolve(undefined);
      },
    }),
    route({
      method: 'get',
      path: '/docs/style.css',
      summary: 'The style of the page',
      tag: 'meta',
      role: 'public',
      replies: { 200: 'text/css' },
      handle: ({ response }) => {
        response.type('css').send(docsStyle);
        return Promise.resolve(undefined);
      },
    }),
  ];
  return routes;
}

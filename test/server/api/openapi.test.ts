import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { docsPage } from '../../../server/api/docs/page.ts';
import { openApiDocument } from '../../../server/api/openapi.ts';
import { routes, tags } from '../../../server/api/routes.ts';

describe('the OpenAPI document', () => {
  const document = openApiDocument(routes, tags, '1.2.3') as {
    paths: Record<string, Record<string, { operationId: string; tags: string[]; security?: unknown[] }>>;
    tags: { name: string }[];
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

  it('is a valid OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.deepEqual(result.errors ?? [], []);
    assert.ok(result.valid);
  });

  it('tells of every route', () => {
    const told = operations.map(({ path, method }) => `${method} ${path}`).sort();
    const real = routes.map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`).sort();
    assert.deepEqual(told, real);
  });

  it('gives each operation a name of its own and a group that is described', () => {
    const names = operations.map(({ operationId }) => operationId);
    assert.equal(new Set(names).size, names.length);
    const groups = new Set(document.tags.map(({ name }) => name));
    for (const operation of operations) {
      for (const tag of operation.tags) assert.ok(groups.has(tag), `${operation.operationId}: ${tag}`);
    }
  });

  it('says which addresses need no login', () => {
    const open = operations.filter(({ security }) => security?.length === 0).map(({ path }) => path);
    const told = routes.filter(({ role }) => role === 'public').map(({ path }) => path);
    assert.deepEqual(open.sort(), told.map((path) => path.replaceAll(/:(\w+)/g, '{$1}')).sort());
    assert.ok(open.includes('/openapi.json') && open.includes('/docs'));
  });

  it('has a page for people that runs nothing and names every operation', () => {
    const page = docsPage(document);
    assert.doesNotMatch(page, /<script|style=|\son\w+=/i);
    for (const { operationId } of operations) assert.ok(page.includes(`id="${operationId}"`), operationId);
  });
});

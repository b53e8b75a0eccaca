import { html, type Content, type Markup } from '../../../core/html/index.ts';
import { notesOf, propertiesOf, prose, typeOf } from './schema.ts';
import type { Document, Operation, Schema } from './types.ts';

/** The OpenAPI document as a page for people: plain markup, no script. Pure. */
export function docsPage(document: object): string {
  const { info, tags, paths, components } = document as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const body = html`<header>
      <h1>${info.title} API <small>${info.version}</small></h1>
      <p>${info.description}</p>
      <p>
        All paths lie below <code>/api/v1</code>. Send <code>Authorization: Bearer TOKEN</code>. Lists answer
        <code>{items, next}</code>, or CSV with <code>Accept: text/csv</code>; give <code>next</code> as
        <code>cursor</code> for the following page. A POST with an <code>Idempotency-Key</code> may be
        repeated safely for a day. Errors are <a href="#schema-Problem">problem details</a> with a stable
        code. The same as data: <a href="openapi.json">openapi.json</a>.
      </p>
      <nav>
        <ul>
          ${tags.map(({ name }) => html`<li><a href="#${name}">${name}</a></li>`)}
          <li><a href="#schemas">schemas</a></li>
        </ul>
      </nav>
    </header>
    <main>
      ${tags.map((tag) => {
        const own = operations.filter(({ operation }) => operation.tags.includes(tag.name));
        return html`<section id="${tag.name}">
          <h2>${tag.name}</h2>
          <p>${prose(tag.description ?? '')}</p>
          ${own.map(operationOf)}
        </section>`;
      })}
      <section id="schemas">
        <h2>schemas</h2>
        ${Object.entries(components?.schemas ?? {}).map(
          ([name, schema]) =>
            html`<article id="schema-${name}">
              <h3>${name}</h3>
              ${schema.description && html`<p>${prose(schema.description)}</p>`}
              ${propertiesOf(schema) ?? html`<p>${typeOf(schema)}</p>`}
            </article>`,
        )}
      </section>
    </main>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html`${info.title}`.source} API</title>
<link rel="stylesheet" href="docs/style.css">
</head>
<body>${body.source}</body>
</html>
`;
}

function operationOf({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): Markup {
  const { parameters = [], requestBody, responses } = operation;
  return html`<article id="${operation.operationId}">
    <h3>
      <code><b class="${method}">${method.toUpperCase()}</b> ${path}</code>
    </h3>
    <p>${prose(`${operation.summary}. ${operation.description}`)}</p>
    ${
      parameters.length > 0 &&
      html`<table>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Type</th>
            <th scope="col"></th>
          </tr>
        </thead>
        <tbody>
          ${parameters.map(
            (one) =>
              html`<tr>
                <td><code>${one.name}</code> <small>${one.in}</small></td>
                <td>${typeOf(one.schema)}</td>
                <td>
                  ${notesOf({ ...one.schema, ...(one.description && { description: one.description }) })}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`
    }
    ${Object.entries(requestBody?.content ?? {}).map(
      ([type, { schema }]) =>
        html`<h4>Body <small>${type}</small></h4>
          ${schema && bodyOf(schema)}`,
    )}
    <h4>Answers</h4>
    <ul>
      ${Object.entries(responses).map(([status, reply]) => html`<li>${answerOf(status, reply)}</li>`)}
    </ul>
  </article>`;
}

function bodyOf(schema: Schema): Content {
  return propertiesOf(schema) ?? html`<p>${typeOf(schema)}</p>`;
}

function answerOf(status: string, { description, content = {} }: Operation['responses'][string]): Content {
  const [[type, { schema }] = [null, {}] as const] = Object.entries(content);
  const list = schema?.properties?.items;
  const what = list ? html`list of ${typeOf(list.items)}` : typeOf(schema);
  return html`<b>${status}</b>
    ${description}${type !== null && html`: ${schema?.type === 'string' ? type : what}`}`;
}

export const docsStyle = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); }
h3 { margin: 2rem 0 .25rem; font-size: 1.05rem; overflow-wrap: anywhere; }
h4 { margin: .75rem 0 .25rem; }
p { margin: .25rem 0; }
small { color: color-mix(in srgb, currentColor 65%, transparent); font-weight: normal; }
code { font: .92em ui-monospace, monospace; }
h3 b { display: inline-block; min-width: 4.5em; }
.get { color: #0a7d33; } .post { color: #a35200; } .put, .patch { color: #6a3fb5; } .delete { color: #c3202f; }
@media (prefers-color-scheme: dark) {
  .get { color: #5fd38a; } .post { color: #ffb168; } .put, .patch { color: #c3a6ff; } .delete { color: #ff8a94; }
}
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .92rem; }
td:nth-child(2) { width: 40%; } td:nth-child(3) { width: 40%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; } td:first-child { white-space: nowrap; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
ul { margin: .25rem 0; padding-left: 1.25rem; }
`;

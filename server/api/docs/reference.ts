import type { Tags } from '../openapi.ts';
import type { Route } from '../route.ts';

/** The tables of docs/reference/api.md: every route by group, with who may call it. Pure. */
export function referenceTables(routes: readonly Route[], tags: Tags): string {
  return Object.entries(tags)
    .map(([tag, about]) => {
      const rows = routes
        .filter((one) => one.tag === tag)
        .map((one) => `| \`${one.method.toUpperCase()} ${one.path}\` | ${one.role} | ${one.summary} |`);
      return [
        `### ${tag}`,
        '',
        about,
        '',
        '| route | lowest role | what it does |',
        '| --- | --- | --- |',
        ...rows,
      ].join('\n');
    })
    .join('\n\n');
}

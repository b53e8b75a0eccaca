import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

/** Where a list goes on, and how much of it is wanted. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('Items at most'),
  cursor: z
    .string()
    .regex(/^[\w.-]{1,200}$/, 'from `next` of the page before')
    .optional()
    .describe('`next` of the page before'),
};

/** The schema of one page of a list. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Give it as `cursor` for the following items; null at the end'),
  });
}

/** What the store calls `limit` and `after`. */
export function pageOf(query: { limit: number; cursor?: string | undefined }): {
  limit: number;
  after?: string;
} {
  return { limit: query.limit, ...(query.cursor !== undefined && { after: query.cursor }) };
}

/** One or more of some words: repeated in a query (`a=1&a=2`) or joined by commas (`a=1,2`). */
export function commaList<Word extends string>(words: readonly Word[]) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((given) => (Array.isArray(given) ? given : [given]).flatMap((text) => text.split(',')))
    .pipe(z.array(z.enum(words as [Word, ...Word[]])).max(100))
    .meta({
      override: ({ jsonSchema }) => {
        delete jsonSchema.anyOf;
        Object.assign(jsonSchema, { type: 'array', items: { type: 'string', enum: [...words] } });
      },
      param: { style: 'form', explode: false },
    });
}

/**
 * Rows as CSV (RFC 4180), one column for each key that any row has; lists and objects as JSON. Cells that a spreadsheet
 * would take for a formula begin with an apostrophe.
 */
export function csvOf(items: readonly unknown[], isFirst = true, columns = columnsOf(items)): string {
  return stringify(
    items.map((item) => columns.map((column) => cell((item as Record<string, unknown>)[column]))),
    {
      header: isFirst,
      columns: columns.map((column) => ({ key: column, header: column })),
      escape_formulas: true,
      record_delimiter: '\r\n',
    },
  );
}

export function columnsOf(items: readonly unknown[]): string[] {
  return [...new Set(items.flatMap((item) => Object.keys(item as object)))];
}

/** A NUL or a lone carriage return would break rows in some readers. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);

  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd');
}

import { escapeForTerminal } from '../../core/encoding/index.ts';
import type { Severity, Verdict } from '../../core/schema/index.ts';
import { renderTable, type Cell, type Column } from '../render/table.ts';
import { colours, plain, type Style } from '../render/style.ts';
import type { Io } from './io.ts';
import { hasColour, reportWidth } from './report-writer.ts';

/** How a list is shown to people. */
export interface ListLayout<Item> {
  columns: readonly Column[];
  /** Texts are escaped here. */
  row: (item: Item, style: Style) => readonly Cell[];
  /** Said instead of an empty table. */
  empty: string;
}

/** Writes a list: a table for people, or one JSON object a line. */
export async function writeList<Item>(
  items: readonly Item[],
  layout: ListLayout<Item>,
  { format }: { format: 'text' | 'jsonl' },
  io: Io,
): Promise<void> {
  if (format === 'jsonl') {
    for (const item of items) await io.write(`${JSON.stringify(item)}\n`);
    return;
  }
  if (items.length === 0) {
    await io.write(`${layout.empty}\n`);
    return;
  }
  const style = hasColour(true, io) ? colours : plain;
  const rows = items.map((item) =>
    layout.row(item, style).map((cell) => ({ ...cell, text: escapeForTerminal(cell.text) })),
  );
  await io.write(`${renderTable(layout.columns, rows, { width: reportWidth(io), style }).join('\n')}\n`);
}

/** Milliseconds since 1970 as RFC 3339, or null. */
export function timeOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** A time as people read it: to the minute, in UTC. */
export function shortTime(at: string | null): string {
  return at === null ? '-' : `${at.slice(0, 10)} ${at.slice(11, 16)}`;
}

export function severityCell(severity: Severity, style: Style): Cell {
  const paint = {
    critical: style.red,
    high: style.red,
    medium: style.yellow,
    low: style.cyan,
    info: style.dim,
  };
  return { text: severity, paint: paint[severity] };
}

export function verdictCell(verdict: Verdict | null, style: Style): Cell {
  const paint = {
    malicious: style.red,
    suspicious: style.yellow,
    unanalysed: style.yellow,
    benign: style.green,
  };
  return verdict === null ? { text: '-' } : { text: verdict, paint: paint[verdict] };
}

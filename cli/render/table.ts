import { pad, shorten, widthOf } from './fit.ts';
import type { Paint, Style } from './style.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** No cell is wider than this. */
  readonly max?: number;
  /** Share of the width that the others leave; columns without one are as wide as their widest cell. */
  readonly grow?: number;
}

export interface Cell {
  /** Plain text, already safe to show. */
  readonly text: string;
  readonly paint?: Paint;
}

/** Between columns; narrow terminals need the room for the text. */
const gapFor = (width: number): string => (width < 100 ? ' ' : '  ');

/** A table without frames: a dim line of titles, then a line for each row, no line longer than `width`. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { width, style }: { width: number; style: Style },
): string[] {
  const gap = gapFor(width);
  const widths = columnWidths(columns, rows, width - gap.length * (columns.length - 1));
  const line = (cells: readonly Cell[]): string =>
    cells
      .map(({ text, paint }, index) => {
        const short = shorten(text, widths[index]!);
        const padding = pad(short, widths[index]!, columns[index]!.align);
        return paint ? padding.replace(short, () => paint(short)) : padding;
      })
      .join(gap)
      .trimEnd();
  return [line(columns.map(({ title }) => ({ text: title, paint: style.dim }))), ...rows.map(line)];
}

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
): number[] {
  const natural = columns.map((column, index) =>
    Math.min(
      column.max ?? Infinity,
      Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index]!.text))),
    ),
  );
  const fixed = natural.filter((_, index) => !columns[index]!.grow);
  let left = width - fixed.reduce((sum, one) => sum + one, 0);
  let shares = columns.reduce((sum, { grow = 0 }) => sum + grow, 0);
  const growing = columns.map((column, index) => ({ ...column, index })).filter(({ grow }) => grow);
  const widths = [...natural];
  // Columns that need less than their share go first, so that what they leave goes to the others.
  const spare = ({ index, grow = 0 }: { index: number; grow?: number }): number => natural[index]! / grow;
  for (const { index, grow = 0 } of growing.sort((one, other) => spare(one) - spare(other))) {
    widths[index] = Math.max(4, Math.min(natural[index]!, Math.floor((left * grow) / shares)));
    left -= widths[index];
    shares -= grow;
  }
  return widths;
}

import { escapeForTerminal } from '../../core/encoding/index.ts';

/** A line of the log for people: time, level, message, then the rest as `key=value`. Errors keep their stack. */
export function textLine(json: string): string {
  const { time, level, message, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const pairs = Object.entries(rest).map(([key, value]) => `${key}=${plain(value)}`);
  const clock = typeof time === 'string' ? time.slice(11, 19) : '';
  const head = [clock, plain(level).toUpperCase().padEnd(5), plain(message), ...pairs].join(' ');
  const told = err === undefined ? [] : errorLines(err);
  return [head, ...told].map((line) => `${escapeForTerminal(line)}\n`).join('');
}

function errorLines(error: unknown): string[] {
  const { code, message, fix, stack } = error as Record<string, unknown>;
  // What carries a fix was foreseen: its stack helps nobody.
  if (typeof fix === 'string') return [`  ${plain(message)} [${plain(code)}]`, `  fix: ${fix}`];
  return (typeof stack === 'string' ? stack : plain(error)).split('\n').map((line) => `  ${line}`);
}

function plain(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { defangHost, defangUrl, escapeForTerminal } from '../../core/encoding/index.ts';
import { phaseInWords } from '../../core/words/index.ts';
import type { Explanation } from '../../core/schema/index.ts';
import { cut, wrap } from './fit.ts';
import { plural } from './model.ts';
import type { Style } from './style.ts';

/** Shown; JSON has all. */
const shown = { decoded: 30, requests: 20 };

/** How a script was taken apart: layers opened, strings decoded, and what its run sent with which of the shopper's data. */
export function renderExplanation(
  { layers, decoded, run }: Explanation,
  room: number,
  style: Style,
): string[] {
  const opened = layers
    .map(({ kind, decoded: count }) => `${kind} (${plural(count, 'text')})`)
    .join(', then ');
  const requests = run?.requests ?? [];
  return [
    ...block('Opened', layers.length > 0 ? wrap(opened, room - 4) : ['nothing'], style),
    ...block(
      'Decoded strings',
      listed(
        decoded.map((text) => cut(show(defangText(text)), room - 4)),
        shown.decoded,
      ),
      style,
    ),
    ...block(
      run ? `Sent in the emulated visit (${run.worlds.join(', ')}; ${run.outcome})` : 'Emulated visit',
      run
        ? listed(
            requests.map((request) => cut(show(requestText(request)), room - 4)),
            shown.requests,
          )
        : ['not run: nothing in it called for that, or it is too long'],
      style,
    ),
  ];
}

/** Whether there is anything to tell of a script that is no finding. */
export function saysSomething({ layers, decoded, run }: Explanation): boolean {
  return layers.length > 0 || decoded.length > 0 || (run?.requests.length ?? 0) > 0;
}

type Request = NonNullable<Explanation['run']>['requests'][number];

function requestText({ phase, transport, method, url, host, carries }: Request): string {
  const data = carries.map(({ field, encodings }) =>
    encodings.length > 0 ? `${field} (through ${encodings.join(', ')})` : field,
  );
  const where = host === '' ? url : defangUrl(url);
  return [
    `${transport} ${method} to ${host === '' ? 'the page’s own site' : defangHost(host)}, ${phaseInWords(phase)}`,
    ...(data.length > 0 ? [`carries ${data.join(', ')}`] : []),
    where,
  ].join(' · ');
}

function defangText(text: string): string {
  return text.replaceAll(/(?:\b(?:https?|wss?):)?\/\/[^\s"'`<>\\)]+/gi, defangUrl);
}

function listed(lines: readonly string[], most: number): string[] {
  if (lines.length === 0) return ['none'];
  const more = lines.length > most ? [`and ${lines.length - most} more; --format json has all`] : [];
  return [...lines.slice(0, most), ...more];
}

function block(title: string, lines: readonly string[], style: Style): string[] {
  return ['', style.dim(title), ...lines.map((line) => `  ${line}`)];
}

function show(text: string): string {
  return escapeForTerminal(text);
}

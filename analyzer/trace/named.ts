import type { Signals } from './signals.ts';

/** Stands for every input, as in `behaviour.fields`. */
export const everyInput = '*';

/**
 * Which fields that a run read the script names, in its text, in code it made, in what it decoded or in what it asked the page
 * for. The others are the made-up page's: whoever goes through all inputs comes across them.
 */
export function namesSpelled({ text, code, others, summary, trace }: Signals): (name: string) => boolean {
  const ofPage = new Set(summary.fieldNames);
  const texts = [
    text,
    ...code.map((event) => event.text),
    ...others.flatMap(({ kind, selector, text: made }) =>
      (kind === 'query' && typeof selector === 'string') || (kind === 'decoded' && typeof made === 'string')
        ? [String(kind === 'query' ? selector : made)]
        : [],
    ),
    // What reading a field leaves in memory is its name in the page.
    ...trace.decoded.filter((one) => !ofPage.has(one) && !ofPage.has(`#${one}`)),
  ];
  return (name) => {
    const bare = name.replace(/^#|^\w+\[name=["']?|["']?\]$/g, '');
    return bare.length > 2 && texts.some((one) => one.includes(bare));
  };
}

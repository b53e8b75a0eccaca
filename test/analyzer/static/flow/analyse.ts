import { parseScript } from '../../../../analyzer/parse/index.ts';
import { analyseFlow, type FlowResult } from '../../../../analyzer/static/flow/index.ts';
import { resolveScopes } from '../../../../analyzer/static/scope/index.ts';
import { flattenTree } from '../../../../analyzer/static/tree/index.ts';

/** Flow analysis of a script as the analyzer runs it. */
export function analyse(text: string): FlowResult {
  const { program } = parseScript(text);
  if (!program) throw new Error(`does not parse: ${text.slice(0, 80)}`);
  const tree = flattenTree(program);
  return analyseFlow(tree, text, resolveScopes(tree));
}

/** Every flow on one line: `#cc-number, #cvv > base64 > fetch x.example`. */
export function flowLines(text: string): string[] {
  return analyse(text).flows.map((flow) => {
    const sources = new Set(
      flow.sources.flatMap((source) => (source.fields.length > 0 ? source.fields : [source.kind])),
    );
    return [
      [...sources].join(', '),
      flow.transforms.join('+') || 'plain',
      [flow.sink.name, ...flow.hosts].join(' '),
    ].join(' > ');
  });
}

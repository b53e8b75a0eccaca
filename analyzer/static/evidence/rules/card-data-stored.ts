import { argumentAt, isCall } from '../../ast.ts';
import { fieldsOfFlow, toldFields } from '../flow-message.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

export const cardDataStored: EvidenceRule = {
  name: 'card-data-stored',
  meaning: 'What card fields hold is kept in web storage or a cookie, where it waits for being sent.',
  severity: ['low', 'medium'],
  find: (facts) =>
    facts.stashes
      .filter((stash) =>
        stash.sources.some((source) => source.topic === 'payment' || source.topic === 'every'),
      )
      .slice(0, 5)
      .map((stash) => {
        const fields = fieldsOfFlow(stash);
        const what = toldFields(fields);
        const isCard = stash.sources.some((source) => source.topic === 'payment');
        const { node } = stash.sink;
        const key = isCall(node) ? facts.code.folder.fullText(argumentAt(node, 0)) : null;
        return evidenceAt(facts, {
          rule: 'card-data-stored',
          severity: isCard ? 'medium' : 'low',
          message: `Keeps what ${what.words} ${what.pronoun === 'it' ? 'holds' : 'hold'} in the browser${key ? ` under \`${key}\`` : ''}: ${excerpt(facts, node)}`,
          node,
          field: fields[0],
        });
      }),
};

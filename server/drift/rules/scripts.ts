import { added, type ChangeDraft, type ChangeRule } from '../draft.ts';
import { newcomers } from '../newcomer.ts';
import { evidenceOf, summaryOf, worstVerdict } from '../summary.ts';

/** Scripts that the site did not have before. One that is malicious rings once: `verdictChanged` says that it is new, too. */
export const scriptAdded: ChangeRule = (before, after) => {
  const describe = newcomers(before, after);
  return added(before.scripts, after.scripts, (script) => script.id)
    .filter((script) => worstVerdict(script) !== 'malicious')
    .map((script) => {
      const { where, doing, reasons } = describe(script);
      return {
        kind: 'script-added',
        subject: { type: 'script', id: script.id, url: script.url },
        message: `New script ${script.label} on ${where}${doing === '' ? ', without form reading or unknown hosts' : `: it ${doing}`}.`,
        before: null,
        after: summaryOf(script),
        reasons,
        evidence: evidenceOf(script),
      } satisfies ChangeDraft;
    });
};

/** Scripts that none of the pages shows any more. */
export const scriptRemoved: ChangeRule = (before, after) =>
  added(after.scripts, before.scripts, (script) => script.id).map((script) => ({
    kind: 'script-removed',
    subject: { type: 'script', id: script.id, url: script.url },
    message: `Script ${script.label} is gone from every page that was reached.`,
    before: summaryOf(script),
    after: null,
  }));

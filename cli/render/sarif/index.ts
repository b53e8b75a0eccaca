import type { ReportContext, ReportModel } from '../model.ts';
import { artifactLocation, artifactOf } from './artifacts.ts';
import { leakResult, resultsOf, type RuleIndex } from './results.ts';
import { ruleOf, sarifRules } from './rules.ts';
import { message } from './text.ts';
import type { SarifInvocation, SarifLog, SarifNotification } from './types.ts';

export type { SarifLog } from './types.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The report as SARIF 2.1.0, for code scanning and other tools: one result for each reason of a finding, every rule, every
 * input as artifact, and whatever was not seen as a notification. Pure.
 */
export function renderSarif(model: ReportModel, context: ReportContext): SarifLog {
  const { entries, crawl } = model;
  const rules = sarifRules();
  const known = new Map(rules.map(({ id }, index) => [id, index]));
  const ruleIndex: RuleIndex = (id, severity) => {
    const index = known.get(id) ?? rules.push(ruleOf(id, `The rule ${id} speaks.`, severity)) - 1;
    known.set(id, index);
    return index;
  };
  const leaks = crawl?.canaryLeaks.filter((leak) => !leak.expected) ?? [];
  const results = [
    ...entries.flatMap((entry, index) => resultsOf(entry, index, context.cwd, ruleIndex)),
    ...leaks.map((leak) => leakResult(leak, crawl?.startUrls[0] ?? leak.url, context.cwd, ruleIndex)),
  ];
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Scriptwarden',
            version: context.toolVersion,
            semanticVersion: context.toolVersion,
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(model, context)],
        artifacts: entries.map((entry) => artifactOf(entry, context.cwd)),
        results,
        properties: {
          complete: model.complete,
          models: [...new Set(entries.map((entry) => entry.model.version))].sort(),
        },
      },
    ],
  };
}

/** Everything that was not looked at, or only in part: a half-failed run must not look clean. */
function invocation({ entries, complete, crawl }: ReportModel, context: ReportContext): SarifInvocation {
  const notifications: SarifNotification[] = [
    ...(crawl?.receipt.shortfalls ?? []).map(({ code, message: text, url, count, blocking }) => ({
      level: blocking ? ('warning' as const) : ('note' as const),
      descriptor: { id: code },
      message: message(`${text}${count > 1 ? ` (${count} times)` : ''}`),
      ...(url !== undefined && {
        locations: [{ physicalLocation: { artifactLocation: artifactLocation(url, context.cwd) } }],
      }),
    })),
    ...entries
      .filter((entry) => entry.verdict === 'unanalysed' || entry.partial)
      .map((entry) => ({
        level: 'warning' as const,
        descriptor: { id: entry.verdict === 'unanalysed' ? 'unanalysed' : 'partial' },
        message: message(
          entry.verdict === 'unanalysed'
            ? `Not analysed: ${entry.reason ?? 'unknown'}.`
            : 'A limit cut this analysis short.',
        ),
        locations: [{ physicalLocation: { artifactLocation: artifactLocation(entry.path, context.cwd) } }],
      })),
  ];
  return { executionSuccessful: complete, endTimeUtc: context.at, toolExecutionNotifications: notifications };
}

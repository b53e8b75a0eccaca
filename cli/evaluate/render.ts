import { escapeForTerminal } from '../../core/encoding/index.ts';
import { categories } from '../../core/schema/index.ts';
import { plain } from '../render/style.ts';
import { renderTable, type Column } from '../render/table.ts';
import type { Comparison, Move } from './compare.ts';
import type { Evaluation } from './evaluation.ts';
import type { Judged } from './sample.ts';
import type { Share } from './share.ts';

const movesShown = 40;
const familiesShown = 30;

/** The evaluation as text: what was measured, then how much of it to believe. Pure. */
export function renderEvaluation(found: Evaluation, width: number): string {
  const { figures, rows, robustness, comparison } = found;
  const table = (titles: readonly string[], cells: readonly (readonly string[])[]): string =>
    renderTable(
      titles.map((title, index): Column => ({
        title,
        align: index === 0 ? 'left' : 'right',
        ...(index === 0 && { max: 40 }),
      })),
      cells.map((row) => row.map((text) => ({ text: escapeForTerminal(text) }))),
      { width, style: plain },
    ).join('\n');
  const groups = new Set(rows.map(({ group }) => group)).size;
  const sections = [
    `Model ${found.model}, ${rows.length} samples in ${groups} groups${found.sample === null ? '' : `, at most ${found.sample} of each label`}.\nWARNING: ${found.warning}${found.complete ? '' : '\nNot complete: it was stopped before the end.'}`,
    `Verdicts (95 % intervals drawn by group)\n${table(
      ['', ...figures.verdicts.map(({ level }) => level)],
      [
        ['precision', ...figures.verdicts.map(({ precision }) => percent(precision))],
        ['recall', ...figures.verdicts.map(({ recall }) => percent(recall))],
        ['F1', ...figures.verdicts.map(({ f1 }) => percent(f1))],
        ['false positives', ...figures.verdicts.map(({ falsePositives }) => shareText(falsePositives))],
        [
          '  of the hard ones',
          ...figures.verdicts.map(({ hardFalsePositives }) => shareText(hardFalsePositives)),
        ],
        ...categories.flatMap((category) => [
          [category, ...figures.verdicts.map(({ recallOf }) => shareText(recallOf[category]))],
          ['  each group once', ...figures.verdicts.map(({ recallOf }) => groupText(recallOf[category]))],
        ]),
      ],
    )}`,
    `Recall at a fixed rate of false positives\n${table(
      ['rate (rows)', ...categories],
      figures.rates.map(({ rate, allowed, recallOf }) => [
        `${rate * 100} % (${allowed})`,
        ...categories.map((category) => shareText(recallOf[category])),
      ]),
    )}`,
    `Explanation\n${table(
      ['', 'share'],
      [
        ...categories.map((category) => [
          `right category, ${category}`,
          shareText(figures.rightCategory[category]),
        ]),
        ['malicious with a located reason', shareText(figures.locatedReason)],
        ['skimmers that hold a host: in a reason', shareText(figures.namedHost)],
        ['  in a reason or the hosts listed', shareText(figures.listedHost)],
      ],
    )}`,
    `By label and kind\n${table(
      ['kind', 'samples', 'malicious', 'suspicious', 'unanalysed'],
      figures.kinds
        .filter(
          ({ label, malicious, suspicious, unanalysed }) =>
            label !== 'benign' || malicious + suspicious + unanalysed > 0,
        )
        .map(({ label, kind, media, of, malicious, suspicious, unanalysed }) => [
          `${label}: ${kind} (${media})`,
          ...[of, malicious, suspicious, unanalysed].map(String),
        ]),
    )}`,
    `Families: malicious samples by group, missed ones first\n${table(
      ['group', 'samples', 'malicious', 'suspicious'],
      figures.families
        .slice(0, familiesShown)
        .map(({ group, label, of, malicious, suspicious }) => [
          `${label}: ${group}`,
          ...[of, malicious, suspicious].map(String),
        ]),
    )}${figures.families.length > familiesShown ? `\nand ${figures.families.length - familiesShown} more; --json has all` : ''}`,
    `Reliability: expected calibration error ${number(figures.calibration.expectedError)}\n${table(
      ['probability', 'samples', 'mean', 'malicious in truth'],
      figures.calibration.bins
        .filter(({ count }) => count > 0)
        .map(({ from, to, count, predicted, observed }) => [
          `${from.toFixed(1)} to ${to.toFixed(1)}`,
          String(count),
          number(predicted),
          number(observed),
        ]),
    )}`,
    ...(robustness === null
      ? []
      : [
          `Robustness: the same samples, disguised (before → after)\n${table(
            ['disguise', 'label', 'samples', 'malicious', 'at least suspicious'],
            robustness.map((row) => [
              row.disguise,
              row.label,
              String(row.of),
              `${row.maliciousBefore} → ${row.malicious}`,
              `${row.caughtBefore} → ${row.caught}`,
            ]),
          )}`,
        ]),
    ...(found.feedback === null ? [] : [renderFeedback(found.feedback)]),
    ...(comparison === null ? [] : [renderComparison(comparison)]),
    `Time for a sample: median ${figures.ms.median.toFixed(0)} ms, 95th percentile ${figures.ms.p95.toFixed(0)} ms, longest ${figures.ms.max.toFixed(0)} ms. In part only: ${figures.partial}; not analysed: ${figures.unanalysed}.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/** What people called wrong, worst first: what is still wrong needs another training. */
function renderFeedback({ expired, rows }: NonNullable<Evaluation['feedback']>): string {
  const isRight = ({ label, verdict }: Judged): boolean => (label === 'benign') === (verdict === 'benign');
  const wrong = rows.filter((row) => !isRight(row));
  return [
    `Feedback, counted nowhere else: ${rows.length - wrong.length} of ${rows.length} are judged as people say; ${expired} expired`,
    ...wrong
      .slice(0, movesShown)
      .map((row) => `  ${row.label}, but ${row.verdict}  ${escapeForTerminal(row.id.slice(0, 60))}`),
  ].join('\n');
}

function renderComparison({ model, both, gained, lost }: Comparison): string {
  const list = (name: string, moves: readonly Move[]): string[] => [
    `${name}: ${moves.length}`,
    ...moves
      .slice(0, movesShown)
      .map((move) =>
        escapeForTerminal(
          `  ${move.label} ${move.kind}  ${move.before} → ${move.after}  ${move.id.slice(0, 60)}`,
        ),
      ),
    ...(moves.length > movesShown ? [`  and ${moves.length - movesShown} more; --json has all`] : []),
  ];
  return [
    `Compared with ${escapeForTerminal(model)} on ${both} samples`,
    ...list('Gained', gained),
    ...list('Lost', lost),
  ].join('\n');
}

function shareText({ hits, of, share, low, high }: Share): string {
  return share === null ? '–' : `${hits}/${of} ${percent(share)} (${percent(low)}–${percent(high)})`;
}

function groupText({ groups, byGroup }: Share): string {
  return byGroup === null ? '–' : `${percent(byGroup)} of ${groups} groups`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Number((share * 100).toFixed(share < 0.01 ? 2 : 1))}%`;
}

function number(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

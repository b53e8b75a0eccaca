import { InvalidArgumentError, Option, type Command } from 'commander';
import { failOnChoices, type FailOn } from './exit-status.ts';

export const formats = ['text', 'jsonl', 'json', 'sarif'] as const;
export type Format = (typeof formats)[number];

/** Options of every command that judges scripts. */
export interface JudgeOptions {
  format: Format;
  json?: string;
  html?: string;
  sarif?: string;
  failOn: FailOn;
  all?: true;
  quiet?: true;
  color: boolean;
  explain?: true;
  cache?: string;
  model?: string;
  workers?: number;
  scriptTimeout?: number;
}

/** Options of every command that crawls. */
export interface CrawlOptions {
  site?: string;
  pages?: number;
  timeout?: number;
  pageTimeout?: number;
}

export function addJudgeOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'what goes to standard output').choices(formats).default('text'),
    )
    .option('--json <file>', 'also write the JSON report to a file')
    .option('--html <file>', 'also write one self-contained page for people')
    .option('--sarif <file>', 'also write SARIF 2.1.0 for code scanning')
    .addOption(
      new Option('--fail-on <verdict>', 'mildest verdict that counts as a finding')
        .choices(failOnChoices)
        .default('malicious'),
    )
    .option('--all', 'list every benign script too')
    .option('--explain', 'tell flows step by step, decoded strings and emulated requests')
    .option('--cache <dir>', 'keep analyses in this folder and use them again for the same bytes')
    .option('--model <file>', 'detector to use instead of the bundled one')
    .option('--workers <n>', 'analysis threads (default: one per processor)', wholeNumber)
    .option('--script-timeout <seconds>', 'longest time for one script (default: 5)', positiveNumber)
    .option('--quiet', 'no progress on standard error')
    .option('--no-color', 'no colours (also: NO_COLOR=1, or output that is not a terminal)');
}

/** For errors about missing arguments: an option that writes a file takes the word after it, `, and --json took "a.js" …`. */
export function takenAsFiles(options: Pick<JudgeOptions, 'json' | 'html' | 'sarif'>): string {
  const taken = (['json', 'html', 'sarif'] as const)
    .filter((name) => options[name] !== undefined)
    .map((name) => `--${name} took "${options[name]}"`);
  return taken.length === 0 ? '' : ` (${taken.join(' and ')} as the name of the file to write)`;
}

export function addCrawlOptions(command: Command): Command {
  return command
    .option('--site <file>', 'site file: start URLs, own hosts, budgets, credentials')
    .option('--pages <n>', 'most pages to visit (default: 20)', wholeNumber)
    .option('--timeout <seconds>', 'longest time for the whole crawl (default: 600)', positiveNumber)
    .option('--page-timeout <seconds>', 'longest time for one page (default: 30)', positiveNumber);
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('It must be a whole number from 1 up.');
  }
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || !(value > 0) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('It must be a number of seconds above 0.');
  }
  return value;
}

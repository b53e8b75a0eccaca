import { pino, type Logger as PinoLogger } from 'pino';
import { describeForLog, withoutCredentials } from './redact.ts';
import { textLine } from './text-line.ts';

/** pino's interface: `log.info({ crawl: 7 }, 'crawl done')`, `log.child({ … })`. */
export type Logger = PinoLogger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface LogOptions {
  level: LogLevel;
  format: 'json' | 'text';
  /** Values that must not appear in any line, wherever they come from. */
  secrets?: readonly string[];
  /** Takes whole lines. */
  write: (line: string) => void;
}

/**
 * A log of one line an event. What is called like a secret is left out, known secrets are blotted out wherever they
 * stand, and errors are told with code, causes and stack.
 */
export function createLog({ level, format, secrets = [], write }: LogOptions): Logger {
  const hide = blotter(secrets);
  const out = (line: string): void =>
    write(withoutCredentials(hide(format === 'json' ? line : textLine(line))));
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }), log: describeForLog },
      serializers: { err: (value: unknown) => value },
    },
    { write: out },
  );
}

/** A log that says nothing. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}

/** Replaces secrets as they stand, as JSON escapes them, and as URLs write them. Very short ones would blot out words. */
function blotter(secrets: readonly string[]): (line: string) => string {
  const forms = new Set(
    secrets
      .filter((secret) => secret.length >= 6)
      .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]),
  );
  const wanted = [...forms].sort((one, other) => other.length - one.length);
  return (line) => wanted.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line);
}

import { escapeForTerminal } from '../../core/encoding/index.ts';
import type { CrawlProgress } from '../../crawler/types.ts';
import { cut } from '../render/fit.ts';
import type { Terminal } from './io.ts';

/** Where progress goes: standard error, and whether that is a terminal. */
export interface ProgressSink {
  readonly raw: (text: string) => void;
  readonly terminal: Terminal;
}

/** Says what is going on, one line for each thing done; on a terminal also the thing being done, rewritten in place. */
export interface Progress {
  /** A line that stays. Text from outside must be escaped already. */
  readonly line: (text: string) => void;
  /** What is being done now; nothing at all unless a person watches. */
  readonly current: (text: string) => void;
  /** Takes the current line away. */
  readonly clear: () => void;
}

export function createProgress({ raw, terminal }: ProgressSink, quiet: boolean): Progress {
  if (quiet) return { line: () => undefined, current: () => undefined, clear: () => undefined };
  let isShowing = false;
  const clear = (): void => {
    if (isShowing) raw('\r\x1b[2K');
    isShowing = false;
  };
  return {
    clear,
    line: (text) => {
      clear();
      raw(`${text}\n`);
    },
    current: (text) => {
      if (!terminal.isTTY) return;
      clear();
      raw(cut(text, (terminal.columns ?? 80) - 1));
      isShowing = true;
    },
  };
}

/** Turns what the crawler tells into progress lines. */
export function crawlProgress(progress: Progress): (event: CrawlProgress) => void {
  let number = 0;
  let isBrowserTold = false;
  return (event) => {
    switch (event.event) {
      case 'browser-started': {
        if (isBrowserTold) break; // The crawler replaces its browser now and then.
        isBrowserTold = true;
        const note = event.sandbox === 'none' ? ' (without its sandbox)' : '';
        progress.line(escapeForTerminal(`browser  ${event.browser}${note}`));
        break;
      }
      case 'page-started':
        number = event.number;
        progress.current(escapeForTerminal(`page ${event.number}/${event.known}  ${event.url} …`));
        break;
      case 'page-done': {
        const seconds = (event.durationMs / 1000).toFixed(1);
        const what = event.outcome === 'ok' ? `${event.scripts} scripts` : 'failed';
        progress.line(
          escapeForTerminal(`page ${String(number).padEnd(3)} ${event.url}  ${what}, ${seconds} s`),
        );
        break;
      }
      case 'warning':
        progress.line(escapeForTerminal(`warning  ${event.message}`));
        break;
    }
  };
}

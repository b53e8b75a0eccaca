import type { ShortfallLog } from '../capture/shortfalls.ts';
import type { Session } from '../protocol/index.ts';
import { hasDocument, type Target } from '../targets/index.ts';
import type { Collector, VisitOf, VisitScope } from './collector.ts';

export interface GuardOptions {
  browser: Session;
  shortfalls: ShortfallLog;
  visitOf: VisitOf;
  /** Ends the visit of this target early, with what it has. */
  endVisit: (target: Target, code: string, message: string) => void;
}

/** What guards saw, for tests and progress. */
export interface GuardResult {
  dialogs: number;
  popups: number;
  crashes: number;
}

const maxDialogs = 20;
const maxPopups = 5;

/** Keeps a page from stopping the crawl: answers its dialogs, limits its windows, notices its crash. */
export class GuardCollector implements Collector<GuardResult> {
  readonly #options: GuardOptions;
  readonly #dialogs = new Map<string, number>();
  readonly #popups = new Map<string, number>();
  #crashes = 0;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  attach(target: Target): Promise<unknown>[] {
    if (!hasDocument(target)) return [];
    const { session } = target;
    session.on('Page.javascriptDialogOpening', ({ type }) => this.#onDialog(target, type));
    session.on('Inspector.targetCrashed', () => this.#onCrash(target));
    if (target.isPopup) this.#onPopup(target);
    return [session.send('Inspector.enable')];
  }

  settle({ id }: VisitScope): Promise<void> {
    this.#dialogs.delete(id);
    this.#popups.delete(id);
    return Promise.resolve();
  }

  result(): GuardResult {
    const sum = (counts: Map<string, number>) =>
      [...counts.values()].reduce((total, count) => total + count, 0);
    return { dialogs: sum(this.#dialogs), popups: sum(this.#popups), crashes: this.#crashes };
  }

  /** Nobody is there to read it: every dialog is dismissed, except that leaving a page is always agreed to. */
  #onDialog(target: Target, type: string): void {
    const count = countUp(this.#dialogs, this.#options.visitOf(target));
    const accept = type === 'beforeunload';
    void target.session.send('Page.handleJavaScriptDialog', { accept }).catch(() => undefined);
    if (count < maxDialogs) return;
    // A loop of dialogs never gives its thread back by itself.
    void target.session.send('Runtime.terminateExecution').catch(() => undefined);
    if (count === maxDialogs)
      this.#options.endVisit(target, 'dialog-flood', `The page opened ${maxDialogs} dialogs and was stopped`);
  }

  #onPopup(target: Target): void {
    const count = countUp(this.#popups, this.#options.visitOf(target));
    if (count <= maxPopups) return;
    void this.#options.browser.send('Target.closeTarget', { targetId: target.id }).catch(() => undefined);
    this.#options.shortfalls.add({
      code: 'popup-flood',
      message: `A page opened more than ${maxPopups} windows; the further ones were closed unseen`,
      blocking: true,
    });
  }

  #onCrash(target: Target): void {
    this.#crashes += 1;
    if (target.tab === target) this.#options.endVisit(target, 'page-crashed', 'The page crashed');
    else {
      this.#options.shortfalls.add({
        code: 'frame-crashed',
        message: 'A frame crashed',
        url: target.url,
        blocking: true,
      });
    }
  }
}

function countUp(counts: Map<string, number>, key = ''): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

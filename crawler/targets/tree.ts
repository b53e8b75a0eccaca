import { CommandError, type Connection, type EventParams, type Session } from '../protocol/index.ts';
import type { Target } from './target.ts';

export interface TreeHooks {
  /** Called for each new target while it is paused: registers handlers and returns the enable commands it sent. */
  attach: (target: Target) => Promise<unknown>[];
  onFailed: (target: Target, error: CommandError) => void;
}

/**
 * Attaches to every target of the browser, recursively, before its first script runs.
 *
 * Chrome's own pages (`browser_ui`) are left out: they would bring about 400 scripts of the browser itself.
 */
export class TargetTree {
  attached = 0;
  failed = 0;
  readonly #connection: Connection;
  readonly #hooks: TreeHooks;
  readonly #targets = new Map<string, Target>();
  /** By session id: which target a detached session was. */
  readonly #bySession = new Map<string, Target>();
  readonly #ready = new Map<string, Promise<void>>();
  readonly #leaving = new Map<Target, () => void>();

  constructor(connection: Connection, hooks: TreeHooks) {
    this.#connection = connection;
    this.#hooks = hooks;
  }

  /** @param browser a session at the browser itself */
  async start(browser: Session): Promise<void> {
    this.#listen(browser, null);
    await browser.send('Target.setAutoAttach', autoAttach);
  }

  get(targetId: string): Target | undefined {
    return this.#targets.get(targetId);
  }

  /** The target once it is attached, enabled and running. */
  async ready(targetId: string): Promise<Target | undefined> {
    await this.#ready.get(targetId);
    return this.#targets.get(targetId);
  }

  /** Waits until a target is detached; false when it is still there after `deadlineMs`. */
  async gone(target: Target, deadlineMs: number): Promise<boolean> {
    if (this.#targets.get(target.id) !== target) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#leaving.set(target, () => resolve(true));
    const timer = setTimeout(() => resolve(false), deadlineMs);
    const isGone = await promise;
    clearTimeout(timer);
    this.#leaving.delete(target);
    return isGone;
  }

  all(): Target[] {
    return [...this.#targets.values()];
  }

  #listen(session: Session, parent: Target | null): void {
    session.on('Target.attachedToTarget', (event) => this.#onAttached(event, session, parent));
    session.on('Inspector.targetCrashed', () => this.#connection.abandon(session.id));
    session.on('Target.detachedFromTarget', ({ sessionId }) => {
      const target = this.#bySession.get(sessionId);
      if (target && this.#targets.get(target.id) === target) this.#targets.delete(target.id);
      this.#bySession.delete(sessionId);
      if (!target) return;
      this.#ready.delete(target.id);
      this.#leaving.get(target)?.();
    });
  }

  #onAttached(event: EventParams<'Target.attachedToTarget'>, from: Session, parent: Target | null): void {
    const { targetInfo, sessionId } = event;
    const session = this.#connection.adopt(sessionId);
    if (this.#targets.has(targetInfo.targetId)) {
      // Several parents announce the same service worker; each announcement holds it until it is let run.
      void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      void from.send('Target.detachFromTarget', { sessionId }).catch(() => undefined);
      return;
    }
    const target: Target = {
      id: targetInfo.targetId,
      type: targetInfo.type,
      url: targetInfo.url,
      session,
      parent,
      tab: parent?.tab ?? null,
      isPopup: targetInfo.type === 'page' && targetInfo.openerId !== undefined,
    };
    if (target.type === 'page') target.tab = target;
    this.#targets.set(target.id, target);
    this.#bySession.set(sessionId, target);
    this.#ready.set(target.id, this.#enable(target));
  }

  /** All commands go out together: a paused service worker answers none of them before it may run. */
  async #enable(target: Target): Promise<void> {
    this.#listen(target.session, target);
    const { session } = target;
    const optional = [
      // Worklets know no targets of their own.
      session.send('Target.setAutoAttach', autoAttach),
    ];
    const needed = [...this.#hooks.attach(target), session.send('Runtime.runIfWaitingForDebugger')];
    await Promise.allSettled(optional);
    const failure = (await Promise.allSettled(needed)).find((outcome) => outcome.status === 'rejected');
    if (!failure) {
      this.attached += 1;
      return;
    }
    const error = failure.reason as CommandError;
    // Gone while we attached: short-lived targets are no failure of ours, what they parsed has been reported.
    if (error instanceof CommandError && error.failure === 'closed') {
      this.attached += 1;
      return;
    }
    this.failed += 1;
    this.#hooks.onFailed(target, error);
  }
}

const autoAttach = {
  autoAttach: true,
  waitForDebuggerOnStart: true,
  flatten: true,
  filter: [
    { type: 'browser', exclude: true },
    { type: 'browser_ui', exclude: true },
    { type: 'tab', exclude: true },
    {},
  ],
};

import type { Identity } from '../browser/user-agent.ts';
import { hasDocument, type Target } from '../targets/index.ts';
import type { Collector } from './collector.ts';

export interface PresentationOptions {
  identity: Identity | undefined;
  language: string | undefined;
}

/** Makes targets look and behave like those of a visible, focused browser; collects nothing. */
export class Presentation implements Collector<null> {
  readonly #options: PresentationOptions;

  constructor(options: PresentationOptions) {
    this.#options = options;
  }

  attach({ session, ...target }: Target): Promise<unknown>[] {
    const { identity, language } = this.#options;
    if (identity?.metadata) {
      const { userAgent, metadata } = identity;
      const override = {
        userAgent,
        userAgentMetadata: metadata,
        ...(language ? { acceptLanguage: language } : {}),
      };
      // Not every kind of worker can be told; it then keeps the user agent of the command line.
      void session.send('Emulation.setUserAgentOverride', override).catch(() => undefined);
    }
    if (!hasDocument({ session, ...target })) return [];
    void session.send('Emulation.setFocusEmulationEnabled', { enabled: true }).catch(() => undefined);
    return [session.send('Performance.enable')];
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  result(): null {
    return null;
  }
}

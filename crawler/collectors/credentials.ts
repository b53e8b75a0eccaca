import { greetingHost } from '../egress/index.ts';
import type { EventParams } from '../protocol/index.ts';
import type { Target } from '../targets/index.ts';
import type { Collector } from './collector.ts';

export interface CredentialOptions {
  /** Headers of the site file, basic authentication included, names as given. */
  headers: Readonly<Record<string, string>>;
  /** Whether a URL may see them. */
  mayReceive: (url: string) => boolean;
}

/**
 * Sends the site file's headers to the site's own hosts and to nobody else. Each request is decided by itself, each
 * hop of a redirect again: what the hop before carried is taken off when the next one leaves the site.
 */
export class CredentialInjector implements Collector<{ sent: number }> {
  readonly #options: CredentialOptions;
  readonly #names: ReadonlySet<string>;
  #sent = 0;

  constructor(options: CredentialOptions) {
    this.#options = options;
    this.#names = new Set(Object.keys(options.headers).map((name) => name.toLowerCase()));
  }

  attach(target: Target): Promise<unknown>[] {
    if (this.#names.size === 0 || target.type.endsWith('worklet')) return [];
    target.session.on('Fetch.requestPaused', (event) => this.#onPaused(target, event));
    const enabled = target.session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
    // Requests of dedicated workers pass through their page; they know no Fetch domain of their own.
    return [target.type === 'page' || target.type === 'iframe' ? enabled : enabled.catch(() => undefined)];
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  result(): { sent: number } {
    return { sent: this.#sent };
  }

  #onPaused({ session }: Target, { requestId, request }: EventParams<'Fetch.requestPaused'>): void {
    // The greeting at the browser's start is answered where the proxy's challenge is.
    if (URL.parse(request.url)?.hostname === greetingHost) return;
    const headers = Object.entries(request.headers)
      .filter(([name]) => !this.#names.has(name.toLowerCase()))
      .map(([name, value]) => ({ name, value }));
    if (this.#options.mayReceive(request.url)) {
      this.#sent += 1;
      for (const [name, value] of Object.entries(this.#options.headers)) headers.push({ name, value });
    }
    void session.send('Fetch.continueRequest', { requestId, headers }).catch(() => undefined);
  }
}

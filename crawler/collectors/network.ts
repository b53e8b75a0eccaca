import type { EventParams } from '../protocol/index.ts';
import type { BodyStore } from '../capture/body-store.ts';
import type { Target } from '../targets/index.ts';
import { QuietTracker } from '../visit/quiet.ts';
import type { Collector, VisitOf, VisitScope } from './collector.ts';
import { errorPageUrl } from './frames.ts';
import { headerList } from './headers.ts';
import type { RequestRecord } from './raw.ts';

export interface NetworkOptions {
  visitOf: VisitOf;
  store: BodyStore;
  /** Why the egress proxy refused or failed to reach a host; undefined when it did neither. */
  egressFailure: (host: string, port: number) => string | undefined;
}

const buffers = { maxTotalBufferSize: 256 * 1024 * 1024, maxResourceBufferSize: 64 * 1024 * 1024 };
/** A page in an endless loop of requests must not fill memory. */
const maxRequestsPerVisit = 20_000;

/** Every request of every target: what was asked, by whom, and what became of it. */
export class NetworkCollector implements Collector<readonly RequestRecord[]> {
  readonly #options: NetworkOptions;
  #records: RequestRecord[] = [];
  readonly #open = new Map<string, RequestRecord>();
  readonly #earlyHeaders = new Map<string, [string, string][][]>();
  readonly #quiet = new Map<string, QuietTracker>();
  readonly #reading = new Set<Promise<void>>();

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  attach(target: Target): Promise<unknown>[] {
    const { session } = target;
    session.on('Network.requestWillBeSent', (event) => this.#onRequest(target, event));
    session.on('Network.responseReceived', ({ requestId, response, type }) => {
      const record = this.#open.get(requestId);
      if (!record) return;
      // Workers' requests are announced by the page and answered in the worker.
      record.target = target;
      record.type = record.type === 'Other' ? type : record.type;
      record.status = response.status;
      record.mimeType = response.mimeType;
      record.charset = response.charset;
      if (record.headers.length < record.urls.length) record.headers.push(headerList(response.headers));
    });
    session.on('Network.responseReceivedExtraInfo', ({ requestId, headers, headersText }) => {
      const list = headerList(headers, headersText);
      const record = this.#open.get(requestId);
      if (record) record.headers.push(list);
      else this.#earlyHeaders.set(requestId, [...(this.#earlyHeaders.get(requestId) ?? []), list]);
    });
    session.on('Network.dataReceived', ({ requestId, dataLength }) => {
      const record = this.#open.get(requestId);
      if (record) record.bodyBytes += dataLength;
    });
    session.on('Network.loadingFinished', ({ requestId }) => this.#onFinished(requestId));
    session.on('Network.loadingFailed', (event) => this.#onFailed(event.requestId, event.errorText));
    session.on('Network.webSocketCreated', (event) => {
      this.#onSocket(target, event.requestId, 'WebSocket', event.url, event.initiator);
    });
    session.on('Network.webSocketFrameError', ({ requestId, errorMessage }) =>
      this.#onFailed(requestId, errorMessage),
    );
    session.on('Network.webTransportCreated', (event) => {
      this.#onSocket(target, event.transportId, 'WebTransport', event.url, event.initiator);
    });
    // Worklets have no network of their own.
    if (target.type === 'worklet' || target.type.endsWith('_worklet')) return [];
    const commands = [
      session.send('Network.enable', buffers),
      session.send('Network.setCacheDisabled', { cacheDisabled: true }),
    ];
    // Content fresh from the server rather than from a worker installed by an earlier page.
    if (target.type !== 'service_worker') {
      void session.send('Network.setBypassServiceWorker', { bypass: true }).catch(() => undefined);
    }
    return commands;
  }

  /** Script responses that nothing seems to have run are kept too: what lies ready can run at the next visit. */
  async settle(visit: VisitScope, ranUrls: ReadonlySet<string> = new Set()): Promise<void> {
    for (const record of this.#records) {
      if (record.visitId === visit.id && isScript(record) && !record.urls.some((url) => ranUrls.has(url)))
        this.#read(record);
    }
    await Promise.all(this.#reading);
    this.#earlyHeaders.clear();
  }

  result(): readonly RequestRecord[] {
    return this.#records;
  }

  /** Hands out the requests of a visit and forgets them. */
  take(visitId: string): RequestRecord[] {
    const taken = this.#records.filter((record) => record.visitId === visitId);
    this.#records = this.#records.filter((record) => record.visitId !== visitId);
    for (const record of taken) this.#open.delete(record.requestId);
    this.#quiet.delete(visitId);
    return taken;
  }

  /** Counts what is under way in one visit, for the settle rule. */
  quietOf(visitId: string): QuietTracker {
    let tracker = this.#quiet.get(visitId);
    if (!tracker) this.#quiet.set(visitId, (tracker = new QuietTracker()));
    return tracker;
  }

  #onRequest(target: Target, event: EventParams<'Network.requestWillBeSent'>): void {
    const { requestId, request, redirectResponse } = event;
    const known = this.#open.get(requestId);
    if (known && redirectResponse) {
      if (known.headers.length < known.urls.length) known.headers.push(headerList(redirectResponse.headers));
      known.urls.push(request.url);
      return;
    }
    // A worker's or frame's request is announced by the parent and again by itself.
    if (known || event.documentURL === errorPageUrl) return;
    this.#add(target, {
      requestId,
      loaderId: event.loaderId,
      frameId: event.frameId ?? null,
      documentUrl: event.documentURL,
      type: event.type ?? 'Other',
      urls: [request.url],
      initiator: event.initiator,
      isLinkPreload: request.isLinkPreload ?? false,
    });
  }

  #onSocket(
    target: Target,
    requestId: string,
    type: string,
    url: string,
    initiator: RequestRecord['initiator'],
  ): void {
    this.#add(target, {
      requestId,
      loaderId: '',
      documentUrl: target.url,
      frameId: null,
      type,
      urls: [url],
      initiator,
      isLinkPreload: false,
    });
  }

  #add(
    target: Target,
    request: Omit<RequestRecord, 'visitId' | 'target' | 'headers' | 'bodyBytes' | 'outcome'>,
  ): void {
    const visitId = this.#options.visitOf(target);
    if (visitId === undefined) return;
    const tracker = this.quietOf(visitId);
    if (tracker.total >= maxRequestsPerVisit) return;
    const headers = this.#earlyHeaders.get(request.requestId) ?? [];
    this.#earlyHeaders.delete(request.requestId);
    const record: RequestRecord = { ...request, visitId, target, headers, bodyBytes: 0, outcome: 'pending' };
    this.#records.push(record);
    this.#open.set(request.requestId, record);
    tracker.started(request.requestId, request.type);
  }

  #onFinished(requestId: string): void {
    const record = this.#open.get(requestId);
    // A failed document is followed by the browser's own page about it, under the same id.
    if (record?.outcome !== 'pending') return;
    record.outcome = 'finished';
    this.quietOf(record.visitId).ended(requestId);
    if (record.isLinkPreload && isScript(record)) this.#read(record);
  }

  #onFailed(requestId: string, errorText: string): void {
    const record = this.#open.get(requestId);
    if (!record) return;
    record.outcome = 'failed';
    record.errorText = errorText;
    this.quietOf(record.visitId).ended(requestId);
    const url = URL.parse(record.urls.at(-1)!);
    if (!url) return;
    const failure = this.#options.egressFailure(url.hostname.replace(/^\[|\]$/g, ''), portOf(url));
    if (failure === 'address-not-allowed') record.blocked = failure;
    else if (failure !== undefined) record.errorText = failure;
  }

  #read(record: RequestRecord): void {
    if (record.unexecutedSha256 !== undefined || record.bodyBytes > this.#options.store.maxBodyBytes) return;
    record.unexecutedSha256 = '';
    const reading = (async () => {
      const { requestId } = record;
      const { body, base64Encoded } = await record.target.session.send('Network.getResponseBody', {
        requestId,
      });
      const kept = this.#options.store.put(Buffer.from(body, base64Encoded ? 'base64' : 'utf8'), 'js');
      if ('sha256' in kept) record.unexecutedSha256 = kept.sha256;
    })().catch(() => undefined); // Evicted, or gone with its frame: it never ran.
    this.#reading.add(reading);
    void reading.finally(() => this.#reading.delete(reading));
  }
}

/** Whether a response that came is a script by its use or by its type; error pages of missing scripts are not. */
function isScript({ type, mimeType, status, outcome, bodyBytes }: RequestRecord): boolean {
  const looksLikeScript = type === 'Script' || /(?:java|ecma)script/i.test(mimeType ?? '');
  return looksLikeScript && outcome === 'finished' && bodyBytes > 0 && (status ?? 200) < 400;
}

/** The port a URL leads to, the scheme's own when it names none. */
export function portOf(url: URL): number {
  if (url.port) return Number(url.port);
  return url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80;
}

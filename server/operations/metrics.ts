import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** How long a scrape may tell what an earlier one read from the store, in milliseconds. */
const freshMs = 10_000;

/** A number with the words that tell its series apart. */
export interface Sample {
  metric: StoreMetric;
  labels: Record<string, string>;
  value: number;
}

/** What this process counts by itself, and what it means. */
export const processMetrics = {
  build_info: ['The running version; always 1.', ['version', 'node']],
  http_request_duration_seconds: ['Requests by method, route and status.', ['method', 'route', 'status']],
  errors_total: ['Errors that were logged, by the part of the service they arose in.', ['part']],
} as const satisfies Record<string, readonly [help: string, labels: readonly string[]]>;

/** What a scrape reads elsewhere, most of it from the store, and what it means. */
export const storeMetrics = {
  jobs: ['Jobs that wait or run, by kind.', ['kind', 'state']],
  job_wait_seconds: ['How long the longest waiting job has been due, by kind.', ['kind']],
  crawls: ['Crawls of the last 24 hours, by state.', ['state']],
  sites: ['Sites, by the state of their latest crawl.', ['last_crawl']],
  schedule_delay_seconds: ['By how much the most overdue schedule is late.', []],
  analyses: ['Analyses of the last 24 hours, by model.', ['model']],
  parse_failure_ratio: ['Share of those analyses where no strict parser took the script.', ['model']],
  integrity_score_mean: ['Mean score of those analyses; 1 is certainly malicious.', ['model']],
  deliveries: ['Deliveries of alerts, by state.', ['state']],
  database_bytes: ['Size of the database.', []],
  database_up: ['Whether the database answers.', []],
  database_seconds: ['How long it took to answer.', []],
  event_streams: ['Readers of server-sent events, of this server.', []],
  model_info: ['The detector in use; always 1.', ['version']],
} as const satisfies Record<string, readonly [help: string, labels: readonly string[]]>;

export type StoreMetric = keyof typeof storeMetrics;

const prefix = 'scriptwarden_';

/** What Prometheus reads. Each service has its own, so that two in one process do not mix. */
export class ServiceMetrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram;
  readonly #errors: Counter;
  readonly #gauges: Map<StoreMetric, Gauge>;
  readonly #readStore: () => Promise<Sample[]>;
  #read: { at: number; done: Promise<void> } | null = null;

  /** @param readStore what changes by itself; called at most once in ten seconds */
  constructor(version: string, readStore: () => Promise<Sample[]>) {
    const registers = [this.#registry];
    this.#readStore = readStore;
    collectDefaultMetrics({ register: this.#registry });
    const own = (name: keyof typeof processMetrics) => {
      const [help, labelNames] = processMetrics[name];
      return { name: `${prefix}${name}`, help, labelNames: [...labelNames], registers };
    };
    new Gauge(own('build_info')).set({ version, node: process.versions.node }, 1);
    this.#requests = new Histogram({
      ...own('http_request_duration_seconds'),
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    });
    this.#errors = new Counter(own('errors_total'));
    this.#gauges = new Map(
      Object.entries(storeMetrics).map(([name, [help, labelNames]]) => [
        name as StoreMetric,
        new Gauge({ name: `${prefix}${name}`, help, labelNames: [...labelNames], registers }),
      ]),
    );
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** A request that was answered; `route` is a template, never an address with ids in it. */
  request(request: { method: string; route: string; status: number; seconds: number }): void {
    const { seconds, status, ...rest } = request;
    this.#requests.observe({ ...rest, status: String(status) }, seconds);
  }

  error(part: string): void {
    this.#errors.inc({ part });
  }

  /** Everything, in the text format of Prometheus. */
  async text(now = Date.now()): Promise<string> {
    if (!this.#read || now - this.#read.at > freshMs) this.#read = { at: now, done: this.#refresh() };
    await this.#read.done;
    return this.#registry.metrics();
  }

  async #refresh(): Promise<void> {
    const samples = await this.#readStore();
    for (const gauge of this.#gauges.values()) gauge.reset();
    for (const { metric, labels, value } of samples) this.#gauges.get(metric)!.set(labels, value);
  }
}

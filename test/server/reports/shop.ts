import type { ChangeToStore } from '../../../server/store/index.ts';
import type { MadePage } from '../store/captures.ts';

const cardForm = {
  frameId: 'f0',
  action: 'https://shop.example/pay',
  method: 'post',
  id: 'pay',
  fields: [{ tag: 'input', type: 'text', autocomplete: 'cc-number' }],
};

/** A checkout with a card form, and a page without. */
export function shop(...scripts: NonNullable<MadePage['scripts']>[number][]): MadePage[] {
  return [
    {
      url: 'https://shop.example/checkout',
      scripts,
      visit: {
        forms: [cardForm],
        headers: [
          ['content-security-policy', "default-src 'self'"],
          ['content-type', 'text/html'],
        ],
      },
    },
    { url: 'https://shop.example/', scripts: scripts.slice(0, 1) },
  ];
}

export function changeOf(change: Partial<ChangeToStore>): ChangeToStore {
  return {
    kind: 'script-behaviour',
    severity: 'high',
    subject: { type: 'script', id: '1', url: null },
    message: 'It does something new.',
    before: null,
    after: null,
    evidence: [],
    previousCrawlId: null,
    dedupeKey: JSON.stringify(change),
    ...change,
  };
}

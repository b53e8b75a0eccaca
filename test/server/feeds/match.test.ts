import assert from 'node:assert/strict';
import { findMatches, withMatches, type FeedMatch, type Question } from '../../../server/feeds/index.ts';
import { updateFeed, findFeed, removeFeed, type Store } from '../../../server/store/index.ts';
import { judge } from '../store/captures.ts';
import { onEveryDatabase } from '../store/databases.ts';
import { bring, makeFeed } from './lists.ts';

const hash = 'ab'.repeat(32);

async function told(store: Store, question: Question): Promise<string[]> {
  const found = await findMatches(store.db, question);
  return [...found.values()]
    .flat()
    .map((one) => `${one.subject}: ${one.rule} ${one.entry} ${one.feed}:${one.line}`);
}

onEveryDatabase('asking threat feeds', (databases) => {
  it('finds hosts, addresses and hashes, and names list and line', async () => {
    const store = await databases.open();
    await makeFeed(store, `# bad\nevil.example\nhttps://shared.example/bad.js\n${hash}`);
    const found = await told(store, {
      hosts: ['evil.example', 'cdn.evil.example', 'notevil.example', 'shared.example'],
      urls: [
        'https://shared.example/bad.js?v=2',
        'http://shared.example/bad.js',
        'https://shared.example/good.js',
      ],
      hashes: [hash, 'cd'.repeat(32)],
    });
    assert.deepEqual(found, [
      'evil.example: feed-domain evil.example bad:2',
      'cdn.evil.example: feed-domain evil.example bad:2',
      'https://shared.example/bad.js?v=2: feed-url shared.example/bad.js bad:3',
      'http://shared.example/bad.js: feed-url shared.example/bad.js bad:3',
      `${hash}: feed-hash ${hash} bad:4`,
    ]);
  });

  it('tells exact hosts from domains and from what is below them', async () => {
    const store = await databases.open();
    await makeFeed(store, '0.0.0.0 exact.example\n*.below.example\n93.184.216.34\nhttps://q.example/x?a=1');
    const found = await told(store, {
      hosts: [
        'exact.example',
        'www.exact.example',
        'below.example',
        'www.below.example',
        '93.184.216.34',
        '193.184.216.34',
        '',
      ],
      urls: ['https://q.example/x', 'https://q.example/x?a=1', 'no address'],
    });
    assert.deepEqual(found, [
      'exact.example: feed-domain exact.example bad:1',
      '93.184.216.34: feed-domain 93.184.216.34 bad:3',
      'www.below.example: feed-domain *.below.example bad:2',
      'https://q.example/x?a=1: feed-url q.example/x?a=1 bad:4',
    ]);
  });

  it('knows a host in any spelling', async () => {
    const store = await databases.open();
    await makeFeed(store, 'böse.example');
    const hosts = ['BÖSE.example', 'xn--bse-sna.example', 'a.xn--bse-sna.EXAMPLE.'];
    assert.equal((await told(store, { hosts })).length, 3);
  });

  it('asks several lists, and none that is off or gone', async () => {
    const store = await databases.open();
    const one = await makeFeed(store, 'evil.example', { name: 'one' });
    const two = await makeFeed(store, 'evil.example', { name: 'two', severity: 'high' });
    const question = { hosts: ['evil.example'] };
    assert.equal((await told(store, question)).length, 2);
    await updateFeed(store.db, two.id, { ...two, isEnabled: false }, 1);
    assert.deepEqual(await told(store, question), ['evil.example: feed-domain evil.example one:1']);
    await removeFeed(store.db, one.id);
    assert.deepEqual(await told(store, question), []);
  });

  it('takes a new list whole or not at all', async () => {
    const store = await databases.open();
    await makeFeed(store, 'old.example\nkept.example');
    await bring(store, 'bad', 'kept.example\nnew.example\nkept.example');
    const hosts = ['old.example', 'kept.example', 'new.example'];
    assert.equal((await told(store, { hosts })).length, 2);
    await assert.rejects(bring(store, 'bad', '# nothing\nco.uk\n'), { code: 'SW_FEED_INVALID' });
    assert.equal((await told(store, { hosts })).length, 2);
    const { entries, skipped } = await findFeed(store.db, 'bad');
    assert.deepEqual([entries, skipped], [2, []]);
    const rows = await store.db.selectFrom('feed_entries').select('value').execute();
    assert.equal(rows.length, 2);
  });

  it('counts what it did not take', async () => {
    const store = await databases.open();
    const { skipped, entries } = await makeFeed(store, 'evil.example\nco.uk\ntwo words\ncom\n');
    assert.equal(entries, 1);
    assert.deepEqual(skipped, [
      { reason: 'too-broad', count: 2, line: 2 },
      { reason: 'not-understood', count: 1, line: 3 },
    ]);
  });
});

describe('an analysis with matches', () => {
  const match: FeedMatch = {
    rule: 'feed-domain',
    subject: 'bad.example',
    feedId: 1,
    feed: 'list',
    line: 7,
    entry: 'bad.example',
    severity: 'critical',
    category: 'magecart',
  };

  it('is malicious, and says by which list', () => {
    const { verdict, category, scores, evidence } = withMatches(judge('x').analysis, [match]);
    assert.deepEqual(
      [verdict, category, scores?.integrity, scores?.magecart],
      ['malicious', 'magecart', 1, 1],
    );
    assert.deepEqual(
      evidence.map((one) => `${one.severity} ${one.rule} ${one.host ?? ''} ${one.message}`),
      ['critical feed-domain bad.example The host bad.example is on the list "list", line 7.'],
    );
  });

  it('is suspicious by a list of severity high, and never better than before', () => {
    const high: FeedMatch = { ...match, severity: 'high' };
    const { verdict, scores } = withMatches(judge('x').analysis, [high]);
    assert.deepEqual([verdict, scores?.integrity], ['suspicious', 25]);
    const evil = judge('evil').analysis;
    const still = withMatches(evil, [high]);
    assert.deepEqual([still.verdict, still.scores, still.evidence.length], ['malicious', evil.scores, 1]);
    assert.equal(withMatches(evil, []), evil);
  });
});

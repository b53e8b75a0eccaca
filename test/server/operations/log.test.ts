import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { createLog, type Logger, type LogOptions } from '../../../server/operations/index.ts';

/** What a log wrote. */
function record(use: (log: Logger) => void, options: Partial<LogOptions> = {}): string {
  let text = '';
  use(createLog({ level: 'info', format: 'json', write: (line) => void (text += line), ...options }));
  return text;
}

function entry(use: (log: Logger) => void): Record<string, unknown> {
  return JSON.parse(record(use)) as Record<string, unknown>;
}

describe('the log', () => {
  it('is one JSON object a line', () => {
    const { time, ...rest } = entry((log) => log.info({ crawl: 7 }, 'crawl'));
    assert.ok(!Number.isNaN(Date.parse(time as string)));
    assert.deepEqual(rest, { level: 'info', crawl: 7, message: 'crawl' });
  });

  it('leaves out what is milder than its level', () => {
    assert.equal(
      record((log) => log.debug('x')),
      '',
    );
  });

  it('keeps line breaks and terminal escapes inside the line', () => {
    const text = record((log) => log.info({ name: 'a\n{"level":"fatal"}\u001b[2J' }, 'one\ntwo'));
    assert.equal(text.split('\n').length, 2);
    assert.ok(!text.includes('\u001b'));
  });

  it('leaves out what is called like a secret, at any depth', () => {
    const secret = 'hunter2-hunter2';
    const text = record((log) =>
      log.info(
        {
          password: secret,
          headers: { authorization: secret, Cookie: secret, 'set-cookie': [secret], 'x-api-key': secret },
          site: { basicAuth: { username: secret, password: secret } },
          list: [{ csrfToken: secret }, new Map([['secretKey', secret]])],
          token: secret,
          access_token: secret,
        },
        'x',
      ),
    );
    assert.ok(!text.includes(secret), text);
  });

  it('keeps numbers and flags that are only called so', () => {
    const { tokens, hasPassword } = entry((log) => log.info({ tokens: 3, hasPassword: true }, 'x'));
    assert.deepEqual([tokens, hasPassword], [3, true]);
  });

  it('blots out known secrets wherever they stand', () => {
    const secrets = ['k"ey/with ü+odd=chars'];
    const text = record(
      (log) => {
        log.info(`said ${secrets[0]!}`);
        log.info({ at: `https://x.example/?k=${encodeURIComponent(secrets[0]!)}`, [secrets[0]!]: 1 }, 'x');
        log.error(new Error(secrets[0]));
      },
      { secrets },
    );
    assert.ok(!/with ü|with%20/.test(text), text);
  });

  it('takes passwords out of URLs and credentials out of quoted headers', () => {
    const text = record((log) =>
      log.error(
        new Error('postgres://warden:hunter2@db.example/x failed; Authorization: Bearer swt_abcdefghijkl', {
          cause: new Error('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
        }),
      ),
    );
    assert.ok(!/hunter2|swt_abc|MfKQ9/.test(text), text);
    assert.match(text, /postgres:\/\/\[redacted\]@db\.example/);
  });

  it('tells errors with code, fix, stack and causes, and none of their other fields', () => {
    const cause = Object.assign(new Error('inner'), { code: '23505', detail: 'Key (mail)=(a@b.example)' });
    const error = new ScriptwardenError('SW_STORE_BUSY', { message: 'busy', fix: 'wait', cause });
    const { err } = entry((log) => log.error({ err: error }, 'x')) as { err: Record<string, unknown> };
    assert.deepEqual([err.code, err.message, err.fix], ['SW_STORE_BUSY', 'busy', 'wait']);
    assert.equal((err.cause as { code: string }).code, '23505');
    assert.ok(!JSON.stringify(err).includes('a@b.example'));
  });

  it('survives anything it is given', () => {
    const circle: Record<string, unknown> = { deep: { a: { b: { c: { d: { e: { f: 1 } } } } } }, big: 1n };
    circle.self = circle;
    assert.match(
      record((log) => log.info(circle, 'x')),
      /circular/,
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.anything({ withBigInt: true, withDate: true, withMap: true })),
        (given) => {
          JSON.parse(record((log) => log.info(given, 'x')));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cuts what is very long', () => {
    assert.ok(
      record((log) => log.info({ body: 'x'.repeat(1e6), rows: Array(1e5).fill(1) }, 'x')).length < 20_000,
    );
  });

  it('reads as text for people, escapes made visible, foreseen errors without a stack', () => {
    const foreseen = new ScriptwardenError('SW_STORE_BUSY', { message: 'It is busy.', fix: 'Wait.' });
    const text = record(
      (log) => {
        log.warn({ host: 'evil\u001b[31m' }, 'odd');
        log.error({ err: foreseen, part: 'queue' }, 'failed');
      },
      { format: 'text' },
    );
    assert.match(text, /^\d\d:\d\d:\d\d WARN {2}odd host=evil/);
    assert.ok(!text.includes('\u001b'));
    assert.match(text, /ERROR failed part=queue\n {2}It is busy\. \[SW_STORE_BUSY\]\n {2}fix: Wait\.\n$/);
  });
});

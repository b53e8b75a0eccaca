import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sha256 } from '../../../core/encoding/index.ts';
import { analysis } from '../../../core/schema/index.ts';
import { form, refused, scanOf, skimmer, withScans } from './service.ts';
import { makeZip } from './zip.ts';

withScans('uploads to be scanned', (scans) => {
  it('answer at once with one analysis a file, as the schema says, in order', async () => {
    const response = await scans.upload(
      form(['b.js', skimmer], ['a.html', '<script>let x = 1;</script>'], ['c.bin', Buffer.from([0, 1, 2])]),
    );
    const scan = await scanOf(response);
    assert.equal(scan.state, 'done');
    assert.deepEqual(
      scan.results.map((one) => `${one.path} ${one.media}`),
      ['b.js js', 'a.html html', 'c.bin other'],
    );
    for (const one of scan.results) analysis.parse(one);
    assert.equal(scan.results[0]!.sha256, sha256(skimmer));
    assert.notEqual(scan.results[0]!.verdict, 'benign');
    assert.equal(scan.results[2]!.reason, 'binary');
    assert.equal(scan.complete, false);
    assert.equal(response.headers.get('location'), `/api/v1/scans/${scan.id}`);
    const again = await scanOf(await scans.api.fetch(`/scans/${scan.id}`));
    assert.deepEqual(again, scan);
  });

  it('take pasted text, and a file as the body', async () => {
    const pasted = await scanOf(await scans.api.post('/scans', { code: skimmer }));
    assert.deepEqual(
      pasted.results.map((one) => one.path),
      ['pasted.js'],
    );
    const raw = await scanOf(
      await scans.api.fetch('/scans?name=shop.js', {
        method: 'POST',
        body: skimmer,
        headers: { 'content-type': 'text/javascript' },
      }),
    );
    assert.deepEqual(
      raw.results.map((one) => one.path),
      ['shop.js'],
    );
    assert.equal(raw.results[0]!.verdict, pasted.results[0]!.verdict);
  });

  it('open a ZIP and judge what is in it', async () => {
    const zip = makeZip([
      { name: 'js/skim.js', body: skimmer },
      { name: '../../../etc/cron.d/x.js', body: 'let a = 1;' },
      { name: 'secret.js', body: 'x', flags: 1 },
    ]);
    const scan = await scanOf(await scans.upload(form(['up.zip', zip])));
    assert.deepEqual(
      scan.results.map((one) => `${one.path}: ${one.verdict} ${one.reason ?? ''}`.trim()),
      [
        `up.zip/js/skim.js: ${scan.results[0]!.verdict}`,
        'up.zip/../../../etc/cron.d/x.js: benign',
        'up.zip/secret.js: unanalysed archive-encrypted',
      ],
    );
    assert.notEqual(scan.results[0]!.verdict, 'benign');
    assert.equal(scan.complete, false);
  });

  it('answer a broken or bursting ZIP with why nothing was looked at', async () => {
    const bomb = makeZip([{ name: 'b.js', body: Buffer.alloc(8 * 2 ** 20) }]);
    const scan = await scanOf(await scans.upload(form(['a.zip', 'PK\x03\x04 is all'], ['b.zip', bomb])));
    assert.deepEqual(
      scan.results.map(({ path, verdict, reason }) => [path, verdict, reason]),
      [
        ['a.zip', 'unanalysed', 'archive-damaged'],
        ['b.zip/b.js', 'unanalysed', 'archive-bomb'],
      ],
    );
  });

  it('keep to the limits that the settings name', async () => {
    await scans.restart({ limits: { uploadBytes: 2048, uploadFiles: 3, unpackedBytes: 4096 } });
    assert.equal(
      await refused(await scans.upload(form(['a.js', 'x'.repeat(2 ** 21)]))),
      '413 SW_BODY_TOO_LARGE',
    );
    assert.equal(
      await refused(await scans.upload(form(...[1, 2, 3, 4].map((n): [string, string] => [`${n}.js`, 'x'])))),
      '400 SW_UPLOAD_INVALID',
    );
    const many = makeZip([1, 2, 3, 4].map((n) => ({ name: `${n}.js`, body: 'let a;' })));
    const scan = await scanOf(await scans.upload(form(['m.zip', many])));
    assert.deepEqual(
      scan.results.map((one) => one.reason),
      [undefined, undefined, undefined, 'archive-too-many-files'],
    );
  });

  it('show names that mean harm as labels', async () => {
    const names = [
      '\u001b[2J.js',
      '\u202egnp.js',
      '<img src=x onerror=alert(1)>.js',
      `${'n'.repeat(10_000)}.js`,
      '=cmd|x.js',
    ];
    const scan = await scanOf(
      await scans.upload(form(...names.map((name): [string, string] => [name, 'let a = 1;']))),
    );
    const paths = scan.results.map((one) => one.path);
    assert.deepEqual(paths.slice(0, 3), ['\\x1b[2J.js', '\\u202egnp.js', '<img src=x onerror=alert(1)>.js']);
    assert.equal(paths[3]!.length, 300);
    const csv = await scans.api.fetch(`/scans/${scan.id}/results`, { headers: { accept: 'text/csv' } });
    assert.match(await csv.text(), /^'=cmd\|x\.js/m);
  });

  it('are refused when they are broken, empty or of no known kind', async () => {
    const send = async (type: string, body: string): Promise<string> =>
      refused(await scans.api.fetch('/scans', { method: 'POST', body, headers: { 'content-type': type } }));
    assert.equal(await send('multipart/form-data', 'x'), '400 SW_UPLOAD_INVALID');
    assert.equal(
      await send('multipart/form-data; boundary=b', 'no boundary anywhere'),
      '400 SW_UPLOAD_INVALID',
    );
    const cut = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.js"\r\n\r\nlet';
    assert.equal(await send('multipart/form-data; boundary=b', cut), '400 SW_UPLOAD_INVALID');
    assert.equal(await send('multipart/form-data; boundary=b', '--b--\r\n'), '400 SW_UPLOAD_INVALID');
    const other =
      '--b\r\nContent-Disposition: form-data; name="other"; filename="a.js"\r\n\r\nlet\r\n--b--\r\n';
    assert.equal(await send('multipart/form-data; boundary=b', other), '400 SW_UPLOAD_INVALID');
    assert.equal(await send('text/css', 'a{}'), '415 SW_MEDIA_UNSUPPORTED');
    assert.equal(await send('application/json', '{"code"'), '400 SW_REQUEST_INVALID');
    assert.equal(await send('application/json', '{"code": 1}'), '400 SW_REQUEST_INVALID');
    assert.equal(
      await send('application/json', '{"code": "x", "url": "https://a.example/"}'),
      '400 SW_REQUEST_INVALID',
    );
    assert.equal(await send('application/json', '{}'), '400 SW_REQUEST_INVALID');
  });

  it('leave nothing behind in the working folder', async () => {
    await scanOf(await scans.upload(form(['big.js', `let a = '${'x'.repeat(2 ** 20)}';`])));
    await refused(
      await scans.api.fetch('/scans', {
        method: 'POST',
        body: '--b',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      }),
    );
    const at = join(scans.folder, 'uploads');
    assert.deepEqual(existsSync(at) ? readdirSync(at) : [], []);
  });

  it('that break off half-way are forgotten', async () => {
    const { port } = new URL(scans.api.url);
    const principal = '1';
    await scans.api.fetch('/scans');
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /api/v1/scans HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Test-Principal: ${principal}\r\n` +
        'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n' +
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.js"\r\n\r\nhalf of it',
    );
    await delay(50);
    socket.destroy();
    await delay(50);
    const list = (await (await scans.api.fetch('/scans')).json()) as { items: unknown[] };
    assert.deepEqual(list.items, []);
    await scanOf(await scans.upload(form(['a.js', 'let a;'])));
  });
});

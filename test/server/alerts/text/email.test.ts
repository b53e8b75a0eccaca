import assert from 'node:assert/strict';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { emailBody, textOf } from '../../../../server/alerts/text/index.ts';
import { madeAlert, madeChange } from '../made.ts';

type Node = DefaultTreeAdapterTypes.Node;

function* elements(node: Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

function bodyOf(message: string, site = 'shop') {
  const data = madeAlert([madeChange({ message })], site);
  return emailBody(textOf({ type: 'alert.created', timestamp: data.alert.at, data }));
}

describe('an email', () => {
  it('takes no markup from pages', () => {
    const hostile = `</p></div><img src=x onerror=alert(1)><script>1</script><a href="https://evil.example">x</a>"'`;
    const { html } = bodyOf(hostile, hostile);
    const found = [...elements(parse(html))];
    const names = new Set(found.map((element) => element.tagName));
    assert.deepEqual(
      ['script', 'img', 'iframe', 'form'].filter((name) => names.has(name)),
      [],
    );
    const links = found.flatMap((element) =>
      element.attrs.filter(({ name }) => name === 'href' || name === 'src'),
    );
    assert.deepEqual(
      new Set(links.map(({ value }) => value)),
      new Set(['https://warden.example/api/v1/alerts/9']),
    );
    assert.ok(found.every((element) => element.attrs.every(({ name }) => !name.startsWith('on'))));
  });

  it('has a subject of one line', () => {
    const { subject } = bodyOf('x', 'shop\r\nBcc: victim@shop.example\r\n\r\nbody');
    assert.doesNotMatch(subject, /[\r\n]/);
    assert.equal(subject, '[Scriptwarden] critical: 1 change on shop Bcc: victim@shop[.]example body');
  });

  it('says the same in plain text', () => {
    const { text } = bodyOf('Host collect.invalid is new.');
    assert.equal(
      text,
      'critical: 1 change on shop\nRule: payment pages\n\n' +
        '* critical, script-behaviour: Host collect[.]invalid is new.\n\n' +
        'https://warden.example/api/v1/alerts/9\n',
    );
  });
});

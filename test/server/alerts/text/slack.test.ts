import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AlertWebhook } from '../../../../core/schema/index.ts';
import { escapeSlack, slackBody, textOf } from '../../../../server/alerts/text/index.ts';
import { madeAlert, madeChange } from '../made.ts';

function bodyOf(message: string, site = 'shop'): string {
  const data = madeAlert([madeChange({ message })], site);
  const alert: AlertWebhook = { type: 'alert.created', timestamp: data.alert.at, data };
  return JSON.stringify(slackBody(textOf(alert)));
}

describe('a message to Slack', () => {
  it('mentions nobody, whoever a page names', () => {
    for (const text of [
      '<!channel> look',
      '<@U012345>',
      '<!subteam^S1|team>',
      '@here @everyone @channel',
      '<#C1>',
    ]) {
      for (const body of [bodyOf(text), bodyOf('x', text)]) {
        assert.doesNotMatch(body, /<[!@#]|@(?:here|everyone|channel)/, body);
      }
    }
  });

  it('links nowhere but to this service', () => {
    const body = bodyOf(
      'Loads <https://evil.example/x|harmless> from cdn.evil-shop.com, http://10.1.2.3/a and javascript://%0aalert(1)',
    );
    const links = body.match(/\b[a-z]+:\/\/[^\s"|>]+/g) ?? [];
    assert.deepEqual(
      new Set(links),
      new Set([
        'https://warden.example/api/v1/alerts/9',
        'hxxps://evil[.]example/x',
        'hxxp://10[.]1[.]2[.]3/a',
        'javascript://%0aalert(1)',
      ]),
    );
    assert.match(body, /cdn\[\.\]evil-shop\[\.\]com/);
  });

  it('shows control and invisible characters as what they are', () => {
    const body = bodyOf('a\u0000b\u001b[31mc\u202ed\u200be\nf');
    assert.match(body, /a\\\\x00b\\\\x1b\[31mc\\\\u202ed\\\\u200be f/);
  });

  it('says what was found, where, and how bad it is', () => {
    const evidence = [
      {
        rule: 'card-field-to-host',
        severity: 'critical' as const,
        message: 'The card number is sent away.',
        location: { line: 3, column: 7 },
        snippet: 'send(n)',
        field: 'cc-number',
        host: 'collect.invalid',
      },
    ];
    const data = madeAlert([madeChange({ evidence })]);
    const alert: AlertWebhook = { type: 'alert.created', timestamp: data.alert.at, data };
    const { text, attachments } = slackBody(textOf(alert)) as {
      text: string;
      attachments: { text: string }[];
    };
    assert.equal(text, 'critical: 1 change on shop');
    assert.equal(
      attachments[0]?.text,
      '[critical] script-behaviour: Script hxxps://cdn[.]example/a.js now reads the card number.\n' +
        '    line 3, column 7: The card number is sent away. (field cc-number, to collect[.]invalid)',
    );
  });

  it('stays small, whatever it is about', () => {
    const many = Array.from({ length: 200 }, () => madeChange({ message: '&<>@'.repeat(500) }));
    const data = madeAlert(many);
    const body = JSON.stringify(slackBody(textOf({ type: 'alert.created', timestamp: data.alert.at, data })));
    assert.ok(body.length < 20_000, String(body.length));
    const digest = slackBody(
      textOf({
        type: 'digest.created',
        timestamp: data.alert.at,
        data: {
          rule: data.rule,
          from: data.alert.at,
          until: data.alert.at,
          alerts: Array.from({ length: 100 }, () => data),
          sites: [],
          omitted: 5,
          link: data.link,
        },
      }),
    ) as { attachments: object[]; text: string };
    assert.equal(digest.attachments.length, 11);
    assert.match(digest.text, /95 more alerts are not shown/);
  });

  it('escapes every text so that nothing of it is markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeSlack(text);
        assert.doesNotMatch(escaped, /[<>]|&(?!amp;|lt;|gt;)|@(?!\u2060)/);
      }),
    );
  });
});

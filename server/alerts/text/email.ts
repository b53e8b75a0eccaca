import { html, type Markup } from '../../../core/html/index.ts';
import type { AlertText, MessageText } from './summary.ts';

/** An email before it is addressed. */
export interface EmailBody {
  subject: string;
  text: string;
  html: string;
}

const colours: Record<string, string> = {
  critical: '#b3121d',
  high: '#c2410c',
  medium: '#8a5300',
  low: '#35508f',
  info: '#5a6372',
};

/** A message as plain text and as HTML. All text of pages is escaped; the only links lead to this service. Pure. */
export function emailBody(message: MessageText): EmailBody {
  return {
    subject: `[Scriptwarden] ${message.title}`,
    text: plainText(message),
    html: page(message).source,
  };
}

function plainText({ notice, alerts, sites, more, link, title }: MessageText): string {
  const parts = alerts.map((alert) =>
    [
      alert.title,
      `Rule: ${alert.rule}`,
      '',
      ...alert.changes.flatMap(({ severity, kind, message, evidence }) => [
        `* ${severity}, ${kind}: ${message}`,
        ...evidence.map((one) => `    ${one}`),
      ]),
      ...(alert.more > 0 ? [moreChanges(alert.more)] : []),
      '',
      alert.link,
    ].join('\n'),
  );
  const overview = sites.map(({ text, report }) => `${text}\n${report}`);
  const end = more > 0 ? [`${more} more alerts are not shown: ${link}`] : [];
  const head = alerts.length === 1 ? [] : [title];
  return `${[...head, ...(notice === null ? [] : [notice]), ...overview, ...parts, ...end].join('\n\n')}\n`;
}

function page({ title, notice, alerts, sites, more, link }: MessageText): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body
        style="margin:0;padding:24px;background:#f4f5f7;color:#16191f;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
      >
        <div style="max-width:640px;margin:0 auto">
          ${notice !== null && html`<p style="margin:0 0 16px;color:#5a6372">${notice}</p>`}
          ${sites.map(
            ({ text, report }) =>
              html`<p style="margin:0 0 12px">
                ${text} <a href="${report}" style="color:#35508f">Report</a>
              </p>`,
          )}
          ${alerts.map(card)}
          ${more > 0 && html`<p>${more} more alerts are not shown: <a href="${link}">all of them</a></p>`}
          <p style="margin:16px 0 0;color:#5a6372;font-size:13px">Sent by Scriptwarden.</p>
        </div>
      </body>
    </html>`;
}

function card(alert: AlertText): Markup {
  const colour = colours[alert.severity] ?? '#5a6372';
  return html`<div
    style="margin:0 0 16px;padding:16px 20px;background:#ffffff;border:1px solid #dfe3e9;border-left:6px solid ${colour};border-radius:8px"
  >
    <h2 style="margin:0;font-size:17px;color:${colour}">${alert.title}</h2>
    <p style="margin:2px 0 12px;color:#5a6372;font-size:13px">Rule ${alert.rule}</p>
    ${alert.changes.map(
      ({ severity, kind, message, evidence }) =>
        html`<p style="margin:12px 0 0;overflow-wrap:anywhere">
            <strong>${severity}</strong> <span style="color:#5a6372">${kind}</span><br />${message}
          </p>
          ${
            evidence.length > 0 &&
            html`<ul
              style="margin:4px 0 0;padding-left:20px;color:#5a6372;font-size:13px;overflow-wrap:anywhere"
            >
              ${evidence.map((one) => html`<li>${one}</li>`)}
            </ul>`
          }`,
    )}
    ${alert.more > 0 && html`<p style="margin:12px 0 0;color:#5a6372">${moreChanges(alert.more)}</p>`}
    <p style="margin:14px 0 0"><a href="${alert.link}" style="color:#35508f">See the alert</a></p>
  </div>`;
}

function moreChanges(count: number): string {
  return count === 1 ? '1 more change is not shown.' : `${count} more changes are not shown.`;
}

import type { AlertText, MessageText } from './summary.ts';

const colours: Record<string, string> = {
  critical: '#b3121d',
  high: '#c2410c',
  medium: '#8a5300',
  low: '#35508f',
  info: '#5a6372',
};

/** Attachments that Slack shows without folding them away. */
const mostAttachments = 10;
const mostSites = 5;
const mostText = 3000;

/**
 * A message as Slack's incoming webhooks take it, and Mattermost and Rocket.Chat with them: plain text and attachments
 * without formatting. Text of pages cannot mention anybody, link anywhere or format anything. Pure.
 */
export function slackBody({ title, notice, alerts, sites, more, link }: MessageText): object {
  const rest = more + Math.max(0, alerts.length - mostAttachments);
  const head = [
    title,
    ...(notice === null ? [] : [notice]),
    ...(rest > 0 ? [`${rest} more alerts are not shown.`] : []),
  ];
  return {
    text: escapeSlack(head.join('\n')),
    mrkdwn: false,
    link_names: false,
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
    attachments: [
      ...alerts.slice(0, mostAttachments).map(attachmentOf),
      ...sites.slice(0, mostSites).map(({ text, report }) => ({
        fallback: escapeSlack(text),
        text: `${escapeSlack(text)} <${report}|Report>`,
        mrkdwn_in: [],
      })),
      ...(alerts.length > 1 ? [{ fallback: link, text: `<${link}|All of them>`, mrkdwn_in: [] }] : []),
    ],
  };
}

function attachmentOf(alert: AlertText): object {
  const lines = alert.changes.flatMap(({ severity, kind, message, evidence }) => [
    `[${severity}] ${kind}: ${message}`,
    ...evidence.map((one) => `    ${one}`),
  ]);
  if (alert.more > 0)
    lines.push(`${alert.more} more ${alert.more === 1 ? 'change is' : 'changes are'} not shown.`);
  return {
    fallback: escapeSlack(alert.title),
    color: colours[alert.severity] ?? colours.info,
    title: escapeSlack(alert.title),
    title_link: alert.link,
    text: fitted(lines.map(escapeSlack)),
    footer: escapeSlack(`Scriptwarden, rule ${alert.rule}`),
    mrkdwn_in: [],
  };
}

/** As many whole lines as fit: a cut in the middle could leave half an escape. */
function fitted(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    if (text.length + line.length + 1 > mostText) return `${text}\n…`;
    text += text === '' ? line : `\n${line}`;
  }
  return text;
}

/**
 * `&`, `<` and `>` as Slack wants them, so that `<!channel>`, `<@U…>` and `<https://…|…>` are only text; and a word joiner
 * after each `@`, for programs that take `@channel` or `@all` anywhere.
 */
export function escapeSlack(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u2060');
}

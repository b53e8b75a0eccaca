import type { AlertData, Change, Evidence, SiteDigest, Webhook } from '../../../core/schema/index.ts';
import { severities } from '../../../core/schema/index.ts';
import { cut } from '../message/bound.ts';
import { safeLine } from './defang.ts';

/** An alert in lines for people. All text in it is safe: one line each, nothing invisible, addresses defanged. */
export interface AlertText {
  severity: string;
  site: string;
  rule: string;
  /** The first line: how bad, where, how much. */
  title: string;
  changes: ChangeText[];
  /** How many changes are not among `changes`. */
  more: number;
  /** Of this service: may be a link. */
  link: string;
}

export interface ChangeText {
  severity: string;
  kind: string;
  message: string;
  /** What the evidence says and where: `line 3, column 7: … (field cc-number, to collect[.]invalid)`. */
  evidence: string[];
}

/** Everything a message tells, for people. */
export interface MessageText {
  /** Fits a subject line. */
  title: string;
  /** What a reader must know first, e.g. that it is only a test. */
  notice: string | null;
  alerts: AlertText[];
  /** Of a digest: each site in one line, with where its report is. */
  sites: { text: string; report: string }[];
  /** How many alerts are not among `alerts`. */
  more: number;
  link: string;
}

const mostShown = 10;

/** Pure. */
export function textOf(message: Webhook): MessageText {
  if (message.type !== 'digest.created') {
    const alert = alertText(message.data);
    return {
      title: `${message.type === 'alert.test' ? 'Test: ' : ''}${alert.title}`,
      notice: noticeOf(message.type),
      alerts: [alert],
      sites: [],
      more: 0,
      link: alert.link,
    };
  }
  const { rule, alerts, sites, omitted, from, until, link } = message.data;
  const count = alerts.length + omitted;
  const worst = alerts[0]?.alert.severity ?? 'info';
  return {
    title: cut(
      `Digest: ${count} ${count === 1 ? 'alert' : 'alerts'}, ${worst} at worst (${safeLine(rule.name)})`,
      150,
    ),
    notice: `From ${timeText(from)} to ${timeText(until)}.`,
    alerts: alerts.map(alertText),
    sites: sites.map((site) => ({ text: siteText(site), report: site.report })),
    more: omitted,
    link,
  };
}

/** `shop: 24 crawls (1 failed), 2 malicious and 0 suspicious scripts; changes: 1 critical, 3 high` */
function siteText({ name, crawls, scripts, changes }: SiteDigest): string {
  const all = crawls.done + crawls.incomplete + crawls.failed;
  const worse = [
    ...(crawls.incomplete > 0 ? [`${crawls.incomplete} incomplete`] : []),
    ...(crawls.failed > 0 ? [`${crawls.failed} failed`] : []),
  ];
  const counts = severities
    .toReversed()
    .flatMap((severity) => (changes[severity] > 0 ? [`${changes[severity]} ${severity}`] : []));
  return [
    `${safeLine(name)}: ${all} ${all === 1 ? 'crawl' : 'crawls'}${worse.length > 0 ? ` (${worse.join(', ')})` : ''}`,
    `${scripts.malicious} malicious and ${scripts.suspicious} suspicious scripts; changes: ${counts.join(', ') || 'none'}`,
  ].join(', ');
}

function noticeOf(type: Webhook['type']): string | null {
  if (type === 'alert.test') return 'This is a test. Nothing happened.';
  return type === 'alert.updated' ? 'Of this crawl an alert was told before; these changes are new.' : null;
}

function alertText({ alert, rule, site, changes, link }: AlertData): AlertText {
  const name = safeLine(site.name);
  const many = alert.changes === 1 ? '1 change' : `${alert.changes} changes`;
  return {
    severity: alert.severity,
    site: name,
    rule: safeLine(rule.name),
    title: cut(`${alert.severity}: ${many} on ${name}`, 150),
    changes: changes.slice(0, mostShown).map(changeText),
    more: alert.changes - Math.min(changes.length, mostShown),
    link,
  };
}

function changeText({ severity, kind, message, evidence }: Change): ChangeText {
  return {
    severity,
    kind,
    message: cut(safeLine(message), 700),
    evidence: evidence.slice(0, 3).map(evidenceText),
  };
}

function evidenceText({ message, location, field, host }: Evidence): string {
  const about = [
    ...(field === undefined ? [] : [`field ${safeLine(field)}`]),
    ...(host === undefined ? [] : [`to ${safeLine(host)}`]),
  ].join(', ');
  const place = `line ${location.line}, column ${location.column}`;
  return cut(`${place}: ${safeLine(message)}${about === '' ? '' : ` (${about})`}`, 400);
}

/** `2026-11-21 09:38 UTC` */
function timeText(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

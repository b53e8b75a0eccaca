import { phaseInWords } from '../../../core/words/index.ts';
import { isForeignHost, isGenuineHost, isHidden } from '../signals.ts';
import type { Finding, TraceRule } from './rule.ts';
import { callOf } from './wording.ts';

/** Frames and links put into the page as elements, with what a person would see of them. */
interface Inserted {
  readonly tag: string;
  readonly url: string;
  readonly host: string;
  readonly look: string | undefined;
  /** What the file is to be called that a link offers. */
  readonly download: string | undefined;
  readonly phase: string;
}

function inserted({ others, trace }: Parameters<TraceRule['find']>[0]): Inserted[] {
  return others.flatMap((event) => {
    if (event.kind !== 'insert' || typeof event.url !== 'string') return [];
    const host = isForeignHost(trace, event.url);
    if (host === null || !isGenuineHost(host)) return [];
    const look = typeof event.look === 'string' ? event.look : undefined;
    const download = typeof event.download === 'string' ? event.download : undefined;
    return [{ tag: String(event.tag), url: event.url, host, look, download, phase: event.phase }];
  });
}

export const hiddenFrameInserted: TraceRule = {
  name: 'hidden-frame-inserted',
  meaning: 'When run, the script puts a frame of another site into the page that nobody can see.',
  severity: ['low', 'high'],
  find(signals) {
    const frame = inserted(signals).find(({ tag, look }) => /^i?frame$/.test(tag) && look === 'hidden');
    if (!frame) return [];
    const isSecret = isHidden(signals, frame.host);
    const isGated = !/^(?:checkout|lenient|willing-server|renamed)$/.test(signals.trace.world);
    return [
      {
        severity: isSecret ? 'high' : isGated ? 'medium' : 'low',
        message: `A frame that nobody can see is put into the page, loading from ${frame.host} (emulated).`,
        clues: [frame.host, callOf.iframe],
        host: frame.host,
      },
    ];
  },
};

export const pageCovered: TraceRule = {
  name: 'page-covered',
  meaning:
    'When run, the script covers the whole page with a frame of another site, or a link to one that nobody can see, or puts one in its place that offers a file as an update of the browser.',
  severity: ['medium', 'high'],
  find(signals) {
    const covers = inserted(signals).filter(({ look }) => look === 'cover');
    const link = covers.find(({ tag }) => tag === 'a');
    if (link)
      return [
        {
          severity: 'high',
          message: `A link that nobody can see lies over the whole page, so that any click leads to ${link.host} (emulated).`,
          clues: [link.host, callOf.link],
          host: link.host,
        },
      ];
    const frame = covers.find(({ tag }) => /^i?frame$/.test(tag));
    if (!frame) return [];
    return [
      {
        severity: isHidden(signals, frame.host) || !isAsked(frame.phase) ? 'high' : 'medium',
        message: `The whole page is covered by a frame from ${frame.host} ${phaseInWords(frame.phase)} (emulated).`,
        clues: [frame.host, callOf.iframe],
        host: frame.host,
      },
    ];
  },
};

const programLink =
  /<a\b[^>]{0,300}?href\s*=\s*["']?(?:https?:)?\/\/([\w.-]+)[^"'\s>]{0,300}\.(?:exe|msi|zip|apk|dmg|hta|js|iso|scr|bat|vbs|appx|msix)\b/i;
const outdated =
  /(?:update|upgrade|outdated|out of date|older version|old version)[^<>]{0,60}(?:chrome|firefox|browser|safari|edge|flash)|(?:chrome|firefox|browser|safari|edge|flash)[^<>]{0,60}(?:update|upgrade|outdated|out of date)/i;

const program = /\.(?:exe|msi|zip|apk|dmg|hta|js|iso|scr|bat|vbs|appx|msix|jar|lnk)$/i;
const installer = /\.(?:exe|msi|apk|dmg|hta|iso|scr|bat|vbs|appx|msix)(?:[?#]|$)/i;

/** The other site from which a link or a change of the page's address brings a program. */
function programHost(signals: Parameters<TraceRule['find']>[0]): string | undefined {
  const link = inserted(signals).find(
    ({ tag, url, download }) =>
      tag === 'a' && download !== undefined && (program.test(download) || program.test(url)),
  );
  const request = signals.requests.find(
    ({ foreign, transport, url, host }) =>
      foreign &&
      isGenuineHost(host) &&
      /^(?:navigation|popup|iframe)$/.test(transport) &&
      installer.test(url),
  );
  return link?.host ?? request?.host;
}

/** Notices for old browsers lead to their makers' pages, not to a file. */
export const updateOffered: TraceRule = {
  name: 'page-covered',
  meaning:
    'When run, the script writes a page that offers a program of another site as an update of the browser.',
  severity: ['high', 'high'],
  find(signals) {
    const html = signals.others
      .filter(({ kind }) => kind === 'write')
      .map((event) => String(event.html))
      .join(' ');
    const told = [html, signals.text.slice(0, 200_000), ...signals.trace.decoded].some((text) =>
      outdated.test(text),
    );
    if (!told) return [];
    const host = programLink.exec(outdated.test(html) ? html : '')?.[1] ?? programHost(signals);
    if (host === undefined || isForeignHost(signals.trace, `https://${host}/`) === null) return [];
    return [
      {
        severity: 'high',
        message: `Visitors are told to update their browser, and get a program from ${host} (emulated).`,
        clues: [host, /\bwrite(?:ln)?\b/],
        host,
      },
    ];
  },
};

/** A press of a button may honestly open a payment or a chat over the page. */
const isAsked = (phase: string): boolean =>
  /^(?:press|event:(?:click|submit|mouse|pointer|touch))/.test(phase);

/** No request holds what was typed; which of them are made tells it. */
export const valuesInStyles: TraceRule = {
  name: 'typed-data-sent',
  meaning:
    'When run, the script brings styles that load something from another host for each thing a field may hold.',
  severity: ['high', 'critical'],
  find(signals) {
    for (const event of signals.others) {
      if (event.kind !== 'insert' || event.look !== 'reads-values') continue;
      const host = isForeignHost(signals.trace, String(event.url));
      if (host === null || !isGenuineHost(host)) continue;
      const selector = String(event.name);
      const isOfCards = speaksOfCards(selector);
      return [
        {
          severity: isOfCards ? 'critical' : 'high',
          message: `Styles ask ${host} for another picture by what \`${selector.slice(0, 60)}\` holds (emulated).`,
          clues: [/\[\s*value\s*[*^$]?=/, host],
          host,
        },
      ];
    }
    return [];
  },
};

/** Whether a selector speaks of card data or of a password. */
const speaksOfCards = (selector: string): boolean =>
  /card|cvv|cvc|csc|\bcc[-_]|cc-?num|payment|pass(?:word|wd)/i.test(selector);

const offScreen =
  /(?:position\s*:\s*(?:absolute|fixed)[^{}"'<]*(?:left|top)\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}[^{}"'<]*position\s*:\s*(?:absolute|fixed)|text-indent\s*:\s*-\d{3,})/i;

export const hiddenContentWritten: TraceRule = {
  name: 'hidden-content-written',
  meaning: 'The script writes styles or content that keep text or links away from the eyes of visitors.',
  severity: ['low', 'medium'],
  find(signals) {
    const html = signals.others
      .filter(({ kind }) => kind === 'write')
      .map((event) => String(event.html))
      .find((text) => !/<i?frame/i.test(text) && offScreen.test(text));
    if (html === undefined) return linksForCrawlers(signals);
    return [
      {
        severity: signals.text.includes(html.slice(0, 80)) && foreignLinks(html) < 2 ? 'low' : 'medium',
        message: `Content is written that visitors will not see: ${html.replace(/\s+/g, ' ').slice(0, 120)} (emulated).`,
        clues: [/\bwrite(?:ln)?\b/],
      },
    ];
  },
};

const crawlers = /googlebot|bingbot|yandexbot|baiduspider|duckduckbot|slurp/i;
const linkMarkup = /<a\b[^>]{0,100}href\s*=/gi;
/** Within so many characters of a link, the style that hides it is its own. */
const near = 1500;

/** What only crawlers get, no visit shows; the source says it: links out of sight, beside a look for the names of crawlers. */
function linksForCrawlers({ text, others }: Parameters<TraceRule['find']>[0]): Finding[] {
  if (text.length > 300_000 || !crawlers.test(text)) return [];
  if (!others.some(({ kind, what }) => kind === 'probe' && what === 'user-agent')) return [];
  for (const { index } of [...text.matchAll(linkMarkup)].slice(0, 20)) {
    const around = text.slice(Math.max(0, index - near), index + near);
    if (!offScreen.test(around) || !crawlers.test(around)) continue;
    return [
      {
        severity: 'medium',
        message:
          'For the crawlers of search engines, links are put where visitors will not see them (emulated).',
        clues: [offScreen, crawlers],
      },
    ];
  }
  return [];
}

/** Other sites that links lead to; what is meant for screen readers leads to none. */
const foreignLinks = (html: string): number =>
  new Set(
    [...html.matchAll(/<a\b[^>]{0,200}?href\s*=\s*["']?(?:https?:)?\/\/([\w.-]+)/gi)].map(([, host]) => host),
  ).size;

const services =
  /stripe|braintree|adyen|klarna|squareup|worldpay|mollie|cybersource|checkoutshopper|paypal|authorize\.?net|bluesnap|recurly/gi;

/** Payment services that the names or the address of a frame speak of. */
const servicesIn = (text: string): string[] => [
  ...new Set((text.match(services) ?? []).map((name) => name.toLowerCase())),
];

export const formRedirected: TraceRule = {
  name: 'form-redirected',
  meaning:
    'When run, the script points a form of the page at another site, or puts a frame of one where its payment service takes cards.',
  severity: ['low', 'high'],
  find(signals) {
    const { others, trace } = signals;
    const findings: Finding[] = [];
    for (const event of others) {
      if (event.kind !== 'form-action' || typeof event.url !== 'string' || findings.length > 0) continue;
      const host = isForeignHost(trace, event.url);
      if (host === null || !isGenuineHost(host)) continue;
      const isFrame = String(event.target).startsWith('the frame');
      const isShops = /checkout|payment|billing|order/i.test(String(event.target));
      const services = servicesIn(typeof event.service === 'string' ? event.service : '');
      // Services put their own frames anew.
      if (isFrame && services.some((name) => host.includes(name))) continue;
      findings.push({
        severity: isHidden(signals, host) || services.length > 0 ? 'high' : isShops ? 'medium' : 'low',
        message: isFrame
          ? `In the place of the frame into which card data is typed${services.length > 0 ? ` (of ${services.join(', ')})` : ''} comes one from ${host} (emulated).`
          : `A form (${String(event.target).slice(0, 40)}) is made to send what it holds to ${host} (emulated).`,
        clues: [host, isFrame ? callOf.iframe : callOf.form],
        host,
      });
    }
    return findings;
  },
};

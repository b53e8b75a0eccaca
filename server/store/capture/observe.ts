import { sha256 } from '../../../core/encoding/index.ts';
import type { Capture, Visit } from '../../../core/schema/index.ts';
import { templateSegment, urlTemplate } from '../../identity/index.ts';
import type { ObservationKind } from '../tables.ts';

/** One comparable fact of a visit that is not a script. */
export interface Observed {
  kind: ObservationKind;
  /** What it is the same thing by, from visit to visit. */
  key: string;
  /** JSON; equal when nothing that matters changed. */
  value: string;
  /** Version that caused it, when a script did. */
  initiator: string | null;
}

/** Headers that differ on every response and protect nothing; cookies are kept by themselves, without values. */
const volatileHeaders = new Set(
  `age alt-svc cf-ray cf-cache-status connection content-length date etag expires keep-alive last-modified nel
   report-to server-timing set-cookie traceparent transfer-encoding vary via x-amz-cf-id x-amz-cf-pop x-amz-request-id
   x-amz-id-2 x-cache x-cache-hits x-request-id x-correlation-id x-runtime x-served-by x-timer x-trace-id
   x-github-request-id x-vercel-id x-b3-traceid x-envoy-upstream-service-time`.split(/\s+/),
);

/**
 * What a visit shows besides scripts, with everything that changes per request (nonces, tokens, counts) taken out, so
 * that two visits of an unchanged page give the same. Pure.
 */
export function observeVisit(visit: Visit, capture: Pick<Capture, 'canaryLeaks'>): Observed[] {
  return unique([
    ...headersOf(visit),
    ...framesOf(visit),
    ...formsOf(visit),
    ...cookiesOf(visit),
    ...connectionsOf(visit),
    ...violationsOf(visit),
    ...leaksOf(visit, capture),
  ]);
}

function headersOf(visit: Visit): Observed[] {
  const values = new Map<string, string[]>();
  for (const [name, value] of visit.headers) {
    if (volatileHeaders.has(name)) continue;
    values.set(name, [...(values.get(name) ?? []), stableHeader(value)]);
  }
  return [...values].map(([key, list]) => observed('header', key, list));
}

/** CSP nonces are fresh on every response: that there is one counts, not which. */
function stableHeader(value: string): string {
  return value.replace(/'nonce-[^']*'/g, "'nonce-*'");
}

function framesOf(visit: Visit): Observed[] {
  return visit.frames
    .filter((frame) => frame.parentId !== null)
    .map((frame) => {
      const url = urlTemplate(frame.url);
      const name = templateSegment(frame.name ?? '');
      return observed('frame', `${url}|${name}`, { url, name });
    });
}

function formsOf(visit: Visit): Observed[] {
  return visit.forms.map((form) => {
    const fields = form.fields.map((field) => ({
      ...field,
      id: stableName(field.id),
      name: stableName(field.name),
    }));
    const name = stableName(form.id) ?? stableName(form.name);
    const key = name ?? `fields:${sha256(JSON.stringify(fields)).slice(0, 16)}`;
    return observed('form', key, {
      id: stableName(form.id),
      name: stableName(form.name),
      action: urlTemplate(form.action),
      method: form.method.toLowerCase(),
      fields,
    });
  });
}

function cookiesOf(visit: Visit): Observed[] {
  return visit.cookies.map(({ name, setBy, ...attributes }) =>
    observed('cookie', `${templateSegment(name)}|${attributes.domain}|${attributes.path}`, {
      name: templateSegment(name),
      ...attributes,
      setBy: setBy === 'script' ? setBy : urlTemplate(setBy),
    }),
  );
}

/** Which resource types and how many requests differs by chance; that the host is contacted, and by whom, does not. */
function connectionsOf(visit: Visit): Observed[] {
  return visit.connections.map((connection) => {
    const { host, port, scheme, blocked, initiator } = connection;
    return {
      ...observed('connection', `${scheme}://${host}${port === undefined ? '' : `:${port}`}`, {
        host,
        scheme,
        ...(port === undefined ? {} : { port }),
        ...(blocked === undefined ? {} : { blocked }),
      }),
      initiator: initiator.sha256 ?? null,
    };
  });
}

function violationsOf(visit: Visit): Observed[] {
  return (visit.cspViolations ?? []).map(({ directive, blockedUrl, disposition }) =>
    observed('violation', `${directive}|${urlTemplate(blockedUrl)}`, { disposition: disposition ?? null }),
  );
}

function leaksOf(visit: Visit, capture: Pick<Capture, 'canaryLeaks'>): Observed[] {
  return (capture.canaryLeaks ?? [])
    .filter((leak) => leak.visitId === visit.id)
    .map(({ field, host, url, encoding, via, expected }) =>
      observed('leak', `${field}|${host}`, { url: urlTemplate(url), encoding, via, expected }),
    );
}

function observed(kind: ObservationKind, key: string, value: unknown): Observed {
  return { kind, key, value: JSON.stringify(value), initiator: null };
}

function stableName(name: string | undefined): string | undefined {
  return name === undefined || name === '' ? undefined : templateSegment(name);
}

function unique(list: readonly Observed[]): Observed[] {
  const seen = new Map(
    list.map((one) => [`${one.kind}|${one.key}|${one.value}|${one.initiator ?? ''}`, one]),
  );
  return [...seen.values()];
}

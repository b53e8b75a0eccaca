import type { Form, Headers, ReportedPage } from '../../core/schema/index.ts';
import { isPaymentForm, isPaymentPage } from '../drift/index.ts';
import { headerValue, securityHeaders } from '../drift/headers/security-headers.ts';
import type { ObservationState } from '../store/film-rows.ts';
import type { PageOfPeriod } from '../store/index.ts';
import type { ReportFacts } from './facts.ts';
import { longestGap } from './gaps.ts';

/** Ids of pages where visitors pay. */
export type PaymentPages = ReadonlySet<number>;

const framesListed = 50;

/** Pages with a payment form when they were last reached, or the address of a checkout. Pure. */
export function paymentPagesOf({ pages, endState }: ReportFacts): PaymentPages {
  const forms = Map.groupBy(endState, (fact) => fact.pageId);
  return new Set(
    pages
      .filter(({ pageId, url }) => {
        const page = { key: '', url, headers: [], frames: [], cookies: [], hosts: [], scripts: [] };
        return isPaymentPage({ ...page, forms: formsOf(forms.get(pageId) ?? []) });
      })
      .map(({ pageId }) => pageId),
  );
}

/** Every page that crawls of the period asked for, payment pages first. Pure. */
export function reportPages(
  facts: ReportFacts,
  payment: PaymentPages,
  watched: { from: number; to: number },
): ReportedPage[] {
  const byPage = Map.groupBy(facts.endState, (fact) => fact.pageId);
  const scripts = Map.groupBy(facts.versions, (version) => version.pageId);
  return facts.pages
    .map((page) => {
      const seen = scripts.get(page.pageId) ?? [];
      return reportPage(page, byPage.get(page.pageId) ?? [], {
        isPayment: payment.has(page.pageId),
        scripts: new Set(seen.map((row) => row.scriptId)).size,
        watched,
      });
    })
    .sort((one, other) => Number(other.isPayment) - Number(one.isPayment) || (one.url < other.url ? -1 : 1));
}

function reportPage(
  page: PageOfPeriod,
  facts: readonly ObservationState[],
  more: { isPayment: boolean; scripts: number; watched: { from: number; to: number } },
): ReportedPage {
  const headers = headersOf(facts);
  const times = page.visits.map((visit) => visit.at);
  return {
    url: page.url,
    journey: page.journey,
    isPayment: more.isPayment,
    reached: times.length,
    failed: page.failed,
    lastReachedAt: times.length > 0 ? new Date(times.at(-1)!).toISOString() : null,
    longestGapHours: longestGap(times, more.watched).hours,
    scripts: more.scripts,
    securityHeaders: Object.fromEntries(securityHeaders.map((name) => [name, headerValue(headers, name)])),
    frames: facts
      .filter((fact) => fact.kind === 'frame')
      .map((fact) => (fact.value as { url: string }).url)
      .slice(0, framesListed),
    forms: formsOf(facts).map((form) => ({
      action: form.action,
      method: form.method,
      isPayment: isPaymentForm(form),
    })),
  };
}

function headersOf(facts: readonly ObservationState[]): Headers {
  return facts
    .filter((fact) => fact.kind === 'header')
    .flatMap((fact) => (fact.value as string[]).map((value): Headers[number] => [fact.key, value]));
}

/** Values are as the store wrote them. */
function formsOf(facts: readonly ObservationState[]): Form[] {
  return facts
    .filter((fact) => fact.kind === 'form')
    .map(({ value }) => ({ frameId: 'main', ...(value as Omit<Form, 'frameId'>) }));
}

import type { Form } from '../../../core/schema/index.ts';
import { isSameSite } from '../../../core/egress/index.ts';
import { pagePairs, type ChangeDraft, type ChangeRule } from '../draft.ts';
import { isPaymentForm } from '../payment.ts';
import type { Aggravation } from '../severity.ts';
import type { PageState } from '../state.ts';

/** Forms by id, name or fields: where they send is what matters. */
export const forms: ChangeRule = (before, after) => {
  const drafts = new Map<string, ChangeDraft>();
  for (const pair of pagePairs(before, after)) {
    const [old, now] = [byIdentity(pair.before), byIdentity(pair.after)];
    for (const [id, form] of now) {
      const known = old.get(id);
      const draft = known ? moved(id, known, form, pair.after) : appeared(id, form, pair.after);
      if (draft) drafts.set(`${draft.kind} ${id} ${target(form)}`, draft);
    }
    for (const [id, form] of old)
      if (!now.has(id))
        drafts.set(`form-removed ${id}`, {
          kind: 'form-removed',
          subject: { type: 'form', id, url: pair.after.url },
          message: `Form ${id} no longer stands on ${pair.after.url}.`,
          before: { action: form.action, method: form.method },
          after: null,
        });
  }
  return [...drafts.values()];
};

function moved(id: string, before: Form, after: Form, page: PageState): ChangeDraft | null {
  if (target(before) === target(after)) return null;
  return {
    kind: 'form-action-changed',
    subject: { type: 'form', id, url: page.url },
    message: `${isPaymentForm(after) ? 'The payment form' : 'Form'} ${id} on ${page.url} sends to ${target(after)} now, to ${target(before)} before.`,
    before: { action: before.action, method: before.method },
    after: { action: after.action, method: after.method },
    reasons: reasonsFor(after, page),
  };
}

function appeared(id: string, form: Form, page: PageState): ChangeDraft {
  return {
    kind: 'form-added',
    subject: { type: 'form', id, url: page.url },
    message: `${isPaymentForm(form) ? 'A form that asks for payment data' : 'A form'} (${id}) is new on ${page.url}; it sends to ${target(form)}.`,
    before: null,
    after: {
      action: form.action,
      method: form.method,
      fields: form.fields.map((field) => field.name ?? field.id ?? field.type),
    },
    reasons: reasonsFor(form, page),
  };
}

function reasonsFor(form: Form, page: PageState): Aggravation[] {
  const reasons: Aggravation[] = [];
  if (isPaymentForm(form)) reasons.push('payment-page');
  if (!isSameSite(hostOf(form.action), hostOf(page.url))) reasons.push('foreign-form-action');
  return reasons;
}

/** Forms of a page by id, else name, else their fields; a second one of the same identity is numbered. */
function byIdentity(page: PageState): Map<string, Form> {
  const forms = new Map<string, Form>();
  for (const form of page.forms) {
    const fields = form.fields.map((field) => field.name ?? field.id ?? field.type);
    const id = form.id ?? form.name ?? `(${fields.slice(0, 6).join(', ')})`;
    let unique = id;
    for (let copy = 2; forms.has(unique); copy++) unique = `${id} ${copy}`;
    forms.set(unique, form);
  }
  return forms;
}

/** Where a form sends, without the query, which carries tokens. */
function target(form: Form): string {
  return form.action.replace(/[?#].*$/, '');
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? '';
}

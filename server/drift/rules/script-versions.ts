import type { Behaviour } from '../../../core/schema/index.ts';
import { gained, isEmpty } from '../behaviour.ts';
import { listed, type ChangeDraft, type ChangeRule } from '../draft.ts';
import { isPaymentField } from '../payment.ts';
import type { Aggravation } from '../severity.ts';
import type { ScriptState, ScriptVersionState } from '../state.ts';
import { behaviourOf, evidenceOf, summaryOf } from '../summary.ts';

/** A changed body, called by the mildest name that is surely true. */
export const scriptVersions: ChangeRule = (before, after) => {
  const old = new Map(before.scripts.map((script) => [script.id, script]));
  return after.scripts.flatMap((script) => {
    const known = old.get(script.id);
    if (!known || known === script) return [];
    const fresh = added(known, script);
    if (fresh.length === 0) return [];
    const gain = gained(behaviourOf(known), behaviourOf(script));
    if (!isEmpty(gain)) return [behaviourChange(known, script, gain)];
    return isOnePerRequest(known, fresh) ? [] : [quietChange(known, script, fresh)];
  });
};

function added(before: ScriptState, after: ScriptState): ScriptVersionState[] {
  const known = new Set(before.versions.map((version) => version.sha256));
  return after.versions.filter((version) => !known.has(version.sha256));
}

function behaviourChange(before: ScriptState, after: ScriptState, gain: Behaviour): ChangeDraft {
  const payment = gain.fields.filter(isPaymentField);
  const reasons: Aggravation[] = [];
  if (gain.fields.length > 0) reasons.push('new-field');
  // What names the host that it came from itself sends nowhere new.
  if (gain.hosts.some((host) => host !== after.host)) reasons.push('new-host');
  if (gain.dynamicCode.length > 0) reasons.push('new-dynamic-code');
  if (payment.length > 0) reasons.push('new-payment-field');
  if (payment.length > 0 && gain.hosts.length > 0) reasons.push('payment-to-new-host');
  const news = [
    payment.length > 0 && `reads payment fields (${listed(payment, 4)})`,
    payment.length === 0 && gain.fields.length > 0 && `reads form fields (${listed(gain.fields)})`,
    gain.hosts.length > 0 && `names the host${gain.hosts.length > 1 ? 's' : ''} ${listed(gain.hosts)}`,
    gain.dynamicCode.length > 0 && `turns text into code (${listed(gain.dynamicCode)})`,
    gain.sinks.length > 0 && `sends by ${listed(gain.sinks)}`,
    gain.storage.length > 0 && `uses ${listed(gain.storage)}`,
  ].filter((part) => part !== false);
  return {
    kind: 'script-behaviour',
    subject: { type: 'script', id: after.id, url: after.url },
    message: `Script ${after.label} does something new: it ${listed(news, 6)}.`,
    before: summaryOf(before),
    after: { ...summaryOf(after), gained: gain },
    reasons,
    evidence: evidenceOf(after),
  };
}

/** Nothing gained: cosmetic, data, a library's next version, or other code that does the same. */
function quietChange(
  before: ScriptState,
  after: ScriptState,
  fresh: readonly ScriptVersionState[],
): ChangeDraft {
  const subject = { type: 'script', id: after.id, url: after.url } as const;
  const change = { subject, before: summaryOf(before), after: summaryOf(after) };
  if (fresh.every((version) => isCosmetic(before, version)))
    return {
      ...change,
      kind: 'script-cosmetic',
      message: `Script ${after.label} changed in spacing, comments or local names only.`,
    };
  const upgrade = libraryUpgrade(before, fresh);
  if (upgrade)
    return {
      ...change,
      kind: 'library-upgrade',
      message: `Script ${after.label} is ${upgrade.name} ${upgrade.to} now, ${upgrade.from} before; it does nothing new.`,
      before: { ...change.before, library: { name: upgrade.name, version: upgrade.from } },
      after: { ...change.after, library: { name: upgrade.name, version: upgrade.to } },
    };
  if (fresh.every((version) => isCosmetic(before, version) || isData(before, version)))
    return {
      ...change,
      kind: 'script-data',
      message: `Script ${after.label} changed in data only: same code, same behaviour, other values.`,
    };
  return {
    ...change,
    kind: 'script-changed',
    message: `Script ${after.label} has other code that reads, contacts and runs nothing new.`,
  };
}

/**
 * Whether a script that differs in data from request to request (a token, a time, a basket) differs once more: one crawl
 * showed several bodies of one shape already. To tell that at every crawl would tell nothing.
 */
function isOnePerRequest(before: ScriptState, fresh: readonly ScriptVersionState[]): boolean {
  return fresh.every(
    (version) =>
      before.versions.filter((known) => known.shapeHash === version.shapeHash).length > 1 &&
      isData(before, version),
  );
}

function isCosmetic(before: ScriptState, { structureHash }: ScriptVersionState): boolean {
  return structureHash !== null && before.versions.some((known) => known.structureHash === structureHash);
}

/** Whether equal shape may be called data: analysed in full, and equal in verdict and behaviour. */
function isData(before: ScriptState, version: ScriptVersionState): boolean {
  const twin = before.versions.find(
    (known) => known.shapeHash !== null && known.shapeHash === version.shapeHash,
  );
  const [old, now] = [twin?.analysis, version.analysis];
  if (!twin || !old || !now || old.partial || now.partial || old.verdict !== now.verdict) return false;
  const lost = gained(now.behaviour, old.behaviour);
  return (
    isEmpty(gained(old.behaviour, now.behaviour)) && isEmpty(lost) && hasEqualSensitiveLiterals(twin, version)
  );
}

function hasEqualSensitiveLiterals(one: ScriptVersionState, other: ScriptVersionState): boolean {
  return one.sensitiveHash !== null && one.sensitiveHash === other.sensitiveHash;
}

function libraryUpgrade(
  before: ScriptState,
  fresh: readonly ScriptVersionState[],
): { name: string; from: string; to: string } | null {
  const now = fresh.find((version) => version.library)?.library;
  const old = before.versions.find((version) => version.library?.name === now?.name)?.library;
  return now && old && now.version !== old.version
    ? { name: now.name, from: old.version, to: now.version }
    : null;
}

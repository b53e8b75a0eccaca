import { added, listed, type ChangeRule } from '../draft.ts';
import type { HostState, SiteState } from '../state.ts';
import { behaviourOf } from '../summary.ts';

/** Hosts that pages of the site contact now and no page contacted before. */
export const hostAdded: ChangeRule = (before, after) =>
  added(contacts(before), contacts(after), (contact) => contact.host).map((contact) => {
    const causes = after.scripts.filter((script) => contact.scripts.includes(script.id));
    const readers = causes.filter((script) => behaviourOf(script).fields.length > 0);
    const by = causes.length > 0 ? `, asked by ${listed(causes.map((script) => script.label))}` : '';
    const as = contact.resourceTypes.length > 0 ? ` (${listed(contact.resourceTypes)})` : '';
    const reads =
      readers.length > 0 ? `; ${listed(readers.map((script) => script.label))} reads form fields` : '';
    return {
      kind: 'host-added',
      subject: { type: 'host', id: contact.host, url: contact.page },
      message: `Visitors' browsers contact ${contact.host} for the first time${as}${by}${reads}.`,
      before: null,
      after: { host: contact.host, resourceTypes: contact.resourceTypes, scripts: contact.scripts },
      reasons: readers.length > 0 ? ['caused-by-field-reader'] : [],
    };
  });

/** Hosts that no page contacts any more. */
export const hostRemoved: ChangeRule = (before, after) =>
  added(contacts(after), contacts(before), (contact) => contact.host).map((contact) => ({
    kind: 'host-removed',
    subject: { type: 'host', id: contact.host, url: contact.page },
    message: `No page contacts ${contact.host} any more.`,
    before: { host: contact.host, resourceTypes: contact.resourceTypes },
    after: null,
  }));

/** Every contacted host once, with all that caused it and one page that did. */
function contacts(state: SiteState): (HostState & { page: string })[] {
  const byHost = new Map<string, HostState & { page: string }>();
  for (const page of state.pages) {
    for (const contact of page.hosts) {
      const known = byHost.get(contact.host);
      byHost.set(contact.host, {
        host: contact.host,
        page: known?.page ?? page.url,
        resourceTypes: [...new Set([...(known?.resourceTypes ?? []), ...contact.resourceTypes])].sort(),
        scripts: [...new Set([...(known?.scripts ?? []), ...contact.scripts])].sort(),
      });
    }
  }
  return [...byHost.values()];
}

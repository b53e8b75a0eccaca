import type { Form } from '../../core/schema/index.ts';
import type { SnapshotDocument, SnapshotElement } from './snapshot.ts';

const fieldNames: ReadonlySet<string> = new Set(['INPUT', 'SELECT', 'TEXTAREA']);

/**
 * The forms of a document with their fields. Fields outside any form, as many checkouts have them, are gathered in
 * a form with method `none` whose action is the document.
 */
export function documentForms({ frameId, url, baseUrl, elements }: SnapshotDocument): Form[] {
  const forms = new Map<number, Form>();
  const byId = new Map<string, Form>();
  for (const [index, { name, attributes }] of elements.entries()) {
    if (name !== 'FORM') continue;
    const form: Form = {
      frameId,
      action: absolute(attributes.get('action') ?? '', url, baseUrl),
      method: (attributes.get('method') ?? 'get').trim().toLowerCase() || 'get',
      ...optional(attributes, ['id', 'name']),
      fields: [],
    };
    forms.set(index, form);
    const id = attributes.get('id');
    if (id) byId.set(id, form);
  }
  const stray: Form = { frameId, action: url, method: 'none', fields: [] };
  for (const element of elements) {
    if (!fieldNames.has(element.name)) continue;
    const owner =
      byId.get(element.attributes.get('form') ?? '') ?? enclosing(element, elements, forms) ?? stray;
    owner.fields.push(field(element));
  }
  return [...forms.values(), ...(stray.fields.length > 0 ? [stray] : [])];
}

function field({ name, attributes }: SnapshotElement): Form['fields'][number] {
  const tag = name.toLowerCase();
  const type = (attributes.get('type') ?? '').trim().toLowerCase() || (tag === 'input' ? 'text' : tag);
  return { tag, type, ...optional(attributes, ['name', 'id', 'autocomplete']) };
}

function enclosing(
  element: SnapshotElement,
  elements: SnapshotElement[],
  forms: Map<number, Form>,
): Form | undefined {
  for (let parent = element.parent; parent !== -1; parent = elements[parent]!.parent) {
    const form = forms.get(parent);
    if (form) return form;
  }
  return undefined;
}

/** An empty action posts to the document itself, not to its base. */
function absolute(action: string, url: string, baseUrl: string): string {
  return action.trim() === '' ? url : (URL.parse(action, baseUrl)?.href ?? action);
}

function optional<K extends string>(
  attributes: Map<string, string>,
  names: readonly K[],
): Partial<Record<K, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (attributes.get(name) ? [[name, attributes.get(name)]] : [])),
  ) as Partial<Record<K, string>>;
}

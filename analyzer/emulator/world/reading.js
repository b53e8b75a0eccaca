/** The moment a script learns what a person typed. */
import { recordOnce } from './record.js';

/** What other modules need to know of nodes; the DOM fills these in. */
export const tree = {
  parent: () => null,
  name: () => 'object',
  attribute: () => undefined,
  attributeNames: () => [],
  /** The field an element is: its kind (see fields.js) and a name people recognise; null for other elements. */
  field: () => null,
};

/** Records that a field's content reached the script. `via`: value, key, FormData, attribute, … */
export function reading(element, via) {
  const field = tree.field(element);
  if (field === null) return;
  recordOnce(`read ${field.kind} ${field.name} ${via}`, 'read', { field: field.kind, name: field.name, via });
}

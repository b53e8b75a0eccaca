import { html, type Content, type Markup } from '../../../core/html/index.ts';
import type { Schema } from './types.ts';

/** A schema's type in a few words, with links to named ones. */
export function typeOf(schema: Schema | undefined, depth = 0): Content {
  if (!schema || depth > 4) return 'any';
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)!;
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices)
    return joined(
      choices.map((one) => typeOf(one, depth + 1)),
      ' | ',
    );
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.type === 'array') return html`list of ${typeOf(schema.items, depth + 1)}`;
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  return [schema.type, schema.format && `(${schema.format})`].filter(Boolean).join(' ') || 'any';
}

/** The properties of an object, one row each. */
export function propertiesOf(schema: Schema): Markup | null {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return null;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Type</th>
        <th scope="col"></th>
      </tr>
    </thead>
    <tbody>
      ${properties.map(
        ([name, one]) =>
          html`<tr>
            <td><code>${name}</code>${schema.required?.includes(name) ? html` <b>required</b>` : null}</td>
            <td>${typeOf(one)}</td>
            <td>${notesOf(one)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Text with `code` in it. */
export function prose(text: string): Content {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** What a schema says besides its type. */
export function notesOf(schema: Schema | undefined): Content {
  if (!schema) return null;
  const { description, default: preset, minimum, maximum, maxLength } = schema;
  const most = Number.MAX_SAFE_INTEGER;
  const notes = [
    description,
    minimum !== undefined && minimum > -most && `at least ${minimum}`,
    maximum !== undefined && maximum < most && `at most ${maximum}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    preset !== undefined && `${JSON.stringify(preset)} unless said`,
  ]
    .filter(Boolean)
    .join('; ');
  return prose(notes);
}

function joined(parts: Content[], between: string): Content {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}

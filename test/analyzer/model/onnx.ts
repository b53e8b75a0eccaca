import { onnxMetadata } from '../../../analyzer/model/index.ts';

/** The model with its metadata changed: one more metadata property at the end, and the last of a name counts. */
export function withMetadata(
  model: Uint8Array,
  change: (metadata: Record<string, unknown>) => Record<string, unknown>,
): Uint8Array {
  const old = JSON.parse(onnxMetadata(model).get('scriptwarden') ?? '{}') as Record<string, unknown>;
  const property = Buffer.concat([field(1, 'scriptwarden'), field(2, JSON.stringify(change(old)))]);
  return Buffer.concat([model, field(14, property)]);
}

/** A length-delimited protobuf field. */
export function field(number: number, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const groups: number[] = [];
  let left = value;
  do {
    groups.push((left % 128) + (left >= 128 ? 128 : 0));
    left = Math.floor(left / 128);
  } while (left > 0);
  return Uint8Array.from(groups);
}

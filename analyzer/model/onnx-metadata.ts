/**
 * Reads `metadata_props` of an ONNX file: onnxruntime-node 1.30 loads models but does not show them.
 *
 * An ONNX file is one protobuf message, ModelProto: a sequence of (tag, value) pairs, where tag = field number << 3 | wire
 * type, and wire type 2 means a varint length followed by that many bytes. metadata_props is field 14, repeated, each a
 * message with key = field 1 and value = field 2 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 *
 * @throws RangeError when the bytes are not a protobuf message.
 */
export function onnxMetadata(bytes: Uint8Array): Map<string, string> {
  const properties = new Map<string, string>();
  for (const property of fields(bytes)) {
    if (property.number !== 14) continue;
    let key = '';
    let value = '';
    for (const part of fields(property.bytes)) {
      if (part.number === 1) key = utf8.decode(part.bytes);
      if (part.number === 2) value = utf8.decode(part.bytes);
    }
    properties.set(key, value);
  }
  return properties;
}

const utf8 = new TextDecoder('utf-8');
const nothing = new Uint8Array();

/** The fields of one message, in order; `bytes` is empty but for length-delimited fields. */
function* fields(message: Uint8Array): Generator<{ number: number; bytes: Uint8Array }> {
  let offset = 0;
  while (offset < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case 0:
        varint();
        yield { number, bytes: nothing };
        break;
      case 1:
        take(8);
        yield { number, bytes: nothing };
        break;
      case 2:
        yield { number, bytes: take(varint()) };
        break;
      case 5:
        take(4);
        yield { number, bytes: nothing };
        break;
      default:
        throw new RangeError(`Not a protobuf message: wire type ${tag % 8} at byte ${offset}`);
    }
  }

  function take(length: number): Uint8Array {
    if (offset + length > message.length)
      throw new RangeError('Not a protobuf message: a field ends too late');
    offset += length;
    return message.subarray(offset - length, offset);
  }

  /** Base-128, least significant group first, at most ten bytes. Exact up to 2^53; larger ones are only skipped. */
  function varint(): number {
    let value = 0;
    for (let shift = 0; shift < 10; shift++) {
      const byte = message[offset++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    throw new RangeError('Not a protobuf message: a number does not end');
  }
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { onnxMetadata } from '../../../analyzer/model/index.ts';
import { field } from './onnx.ts';

const property = (key: string, value: string): Uint8Array =>
  field(14, Buffer.concat([field(1, key), field(2, value)]));

describe('onnxMetadata', () => {
  it('reads every property that was written, between other fields', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.string({ maxLength: 300 })),
        fc.uint8Array(),
        (entries, graph) => {
          const model = Buffer.concat([
            Uint8Array.of(8, 8),
            field(7, graph),
            ...Object.entries(entries).map(([key, value]) => property(key, value)),
          ]);
          assert.deepEqual([...onnxMetadata(model)].sort(), Object.entries(entries).sort());
        },
      ),
    );
  });

  it('takes the last of two properties with one name', () => {
    const model = Buffer.concat([property('a', '1'), property('a', '2')]);
    assert.equal(onnxMetadata(model).get('a'), '2');
  });

  it('answers or throws a RangeError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          onnxMetadata(bytes);
        } catch (error) {
          assert.ok(error instanceof RangeError);
        }
      }),
    );
  });
});

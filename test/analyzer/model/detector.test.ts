import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledModelPath, classes, loadDetector, onnxMetadata } from '../../../analyzer/model/index.ts';
import { featureNames, featureSchemaHash } from '../../../analyzer/features.ts';
import { ScriptwardenError, type ErrorCode } from '../../../core/errors/index.ts';
import { withMetadata } from './onnx.ts';

interface Golden {
  featureSchemaHash: string;
  vectors: { features: number[]; probabilities: number[] }[];
}

const golden = JSON.parse(
  await readFile(new URL('../../../models/golden.json', import.meta.url), 'utf8'),
) as Golden;
const rows = golden.vectors.map(({ features }) => Float32Array.from(features));

function refusal(code: ErrorCode, ...words: string[]) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof ScriptwardenError);
    assert.equal(error.code, code);
    for (const word of words) assert.ok(error.message.includes(word), `${error.message} lacks ${word}`);
    assert.match(error.fix, /npm run train/);
    return true;
  };
}

describe('the bundled detector', () => {
  it('was trained for the features that this analyzer computes', async () => {
    const metadata = JSON.parse(
      onnxMetadata(await readFile(bundledModelPath)).get('scriptwarden')!,
    ) as Golden;
    assert.equal(metadata.featureSchemaHash, featureSchemaHash);
    assert.equal(golden.featureSchemaHash, featureSchemaHash);
  });

  it('computes the probabilities of the trainer within 1e-5', async () => {
    const detector = await loadDetector();
    const results = await detector.infer(rows);
    await detector.close();
    for (const [index, { probabilities }] of golden.vectors.entries()) {
      for (const [place, name] of classes.entries()) {
        const difference = Math.abs(results[index]![name] - probabilities[place]!);
        assert.ok(difference <= 1e-5, `vector ${index}, ${name}: off by ${difference}`);
      }
    }
  });

  it('gives each row of a large batch what it gives the row alone', async () => {
    const detector = await loadDetector();
    const batch = Array.from({ length: 2100 }, (_, index) => rows[index % rows.length]!);
    const [alone, together] = [await detector.infer([rows[0]!]), await detector.infer(batch)];
    assert.deepEqual(await detector.infer([]), []);
    await detector.close();
    assert.equal(together.length, batch.length);
    assert.deepEqual(together[rows.length * Math.floor(2050 / rows.length)], alone[0]);
  });

  it('answers probabilities that add up to 1', async () => {
    const detector = await loadDetector();
    for (const answer of await detector.infer(rows)) {
      const sum = Object.values(answer).reduce((total, probability) => total + probability, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5);
    }
    await detector.close();
  });
});

describe('loadDetector', () => {
  let folder: string;
  let model: Buffer;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scriptwarden-model-'));
    model = await readFile(bundledModelPath);
  });
  after(() => rm(folder, { recursive: true }));

  async function file(bytes: Uint8Array): Promise<string> {
    const path = join(folder, 'model.onnx');
    await writeFile(path, bytes);
    return path;
  }

  it('refuses a model of another feature schema, naming both hashes', async () => {
    const hash = 'ab'.repeat(32);
    await assert.rejects(
      loadDetector(bundledModelPath, { names: featureNames, hash }),
      refusal('SW_MODEL_INVALID', hash, featureSchemaHash),
    );
  });

  it('refuses a model with the right hash over other features', async () => {
    const path = await file(withMetadata(model, (metadata) => ({ ...metadata, features: ['another'] })));
    await assert.rejects(loadDetector(path), refusal('SW_MODEL_INVALID', featureSchemaHash));
  });

  it('refuses a model with another order of classes, naming both', async () => {
    const order = [...classes].reverse();
    const path = await file(withMetadata(model, (metadata) => ({ ...metadata, classes: order })));
    await assert.rejects(
      loadDetector(path),
      refusal('SW_MODEL_INVALID', order.join(', '), classes.join(', ')),
    );
  });

  it('refuses thresholds out of order', async () => {
    const pair = { suspicious: 0.9, malicious: 0.5 };
    const thresholds = { magecart: pair, cryptomining: pair, malware: pair };
    const path = await file(withMetadata(model, (metadata) => ({ ...metadata, thresholds })));
    await assert.rejects(loadDetector(path), refusal('SW_MODEL_INVALID', path));
  });

  it('reports a model that is not there', async () => {
    const path = join(folder, 'none.onnx');
    await assert.rejects(loadDetector(path), refusal('SW_MODEL_MISSING', path));
  });

  it('reports a folder in the place of a model', async () => {
    await assert.rejects(loadDetector(folder), refusal('SW_MODEL_MISSING', folder));
  });

  const damages: [string, (bytes: Buffer) => Uint8Array][] = [
    ['an empty file', () => new Uint8Array()],
    ['text', () => Buffer.from('<html>404</html>')],
    ['a model cut short', (bytes) => bytes.subarray(0, bytes.length >> 1)],
    [
      'whole metadata around a broken graph',
      (bytes) => withMetadata(Buffer.from([8, 8]), () => metadataOf(bytes)),
    ],
  ];
  for (const [what, damage] of damages) {
    it(`refuses ${what}`, async () => {
      const path = await file(damage(model));
      await assert.rejects(loadDetector(path), refusal('SW_MODEL_INVALID', path));
    });
  }
});

function metadataOf(model: Uint8Array): Record<string, unknown> {
  return JSON.parse(onnxMetadata(model).get('scriptwarden')!) as Record<string, unknown>;
}

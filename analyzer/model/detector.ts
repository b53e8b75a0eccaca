import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as ort from 'onnxruntime-node';
import { ScriptwardenError } from '../../core/errors/index.ts';
import type { Probabilities } from '../../core/schema/index.ts';
import { featureNames, featureSchemaHash } from '../features.ts';
import { classes, modelMetadata, type ModelMetadata, type Thresholds } from './metadata.ts';
import { onnxMetadata } from './onnx-metadata.ts';

export interface Detector {
  /** Of the model: trees, calibration and thresholds. */
  readonly version: string;
  readonly thresholds: Thresholds;
  /** Calibrated probabilities of each feature vector (in the order of `featureNames`); they add up to 1. */
  infer(batch: readonly Float32Array[]): Promise<Probabilities[]>;
  close(): Promise<void>;
}

/** What a model must have been trained for; only tests pass another. */
export interface ExpectedSchema {
  names: readonly string[];
  hash: string;
}

export const bundledModelPath = fileURLToPath(new URL('../../models/detector.onnx', import.meta.url));

/** More rows than this go through in several runs, so that memory stays bounded. */
const maxBatch = 1024;

/**
 * Loads a detector model (the bundled one unless said), checked against this analyzer's features.
 *
 * @throws ScriptwardenError SW_MODEL_MISSING when the file cannot be read; SW_MODEL_INVALID when it is corrupt or was made
 * for other features or classes.
 */
export async function loadDetector(
  path: string = bundledModelPath,
  expected: ExpectedSchema = { names: featureNames, hash: featureSchemaHash },
): Promise<Detector> {
  const bytes = await readModel(path);
  const metadata = readMetadata(path, bytes);
  checkSchema(path, metadata, expected);
  const session = await openSession(path, bytes);
  const width = expected.names.length;

  async function run(rows: readonly Float32Array[]): Promise<Probabilities[]> {
    const input = new Float32Array(rows.length * width);
    rows.forEach((row, index) => {
      if (row.length !== width)
        throw new RangeError(`A feature vector has ${row.length} numbers, not ${width}`);
      input.set(row, index * width);
    });
    const { probabilities } = await session.run({
      features: new ort.Tensor('float32', input, [rows.length, width]),
    });
    const output = probabilities!.data as Float32Array;
    return rows.map((_, index) => toProbabilities(output.subarray(index * 4, index * 4 + 4)));
  }

  return {
    version: metadata.version,
    thresholds: metadata.thresholds,
    async infer(batch) {
      const results: Probabilities[] = [];
      for (let start = 0; start < batch.length; start += maxBatch) {
        results.push(...(await run(batch.slice(start, start + maxBatch))));
      }
      return results;
    },
    close: () => session.release(),
  };
}

async function readModel(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ScriptwardenError('SW_MODEL_MISSING', {
      message: `The detector model ${path} cannot be read.`,
      fix: 'Give the path of a model file, restore models/detector.onnx, or make one with `npm run train`.',
      cause,
    });
  }
}

function readMetadata(path: string, bytes: Uint8Array): ModelMetadata {
  try {
    const json = onnxMetadata(bytes).get('scriptwarden');
    if (json === undefined) throw new Error('it carries no metadata of Scriptwarden');
    return modelMetadata.parse(JSON.parse(json));
  } catch (cause) {
    throw corrupt(path, cause);
  }
}

function checkSchema(path: string, metadata: ModelMetadata, expected: ExpectedSchema): void {
  if (
    metadata.featureSchemaHash !== expected.hash ||
    metadata.features.join('\n') !== expected.names.join('\n')
  ) {
    throw new ScriptwardenError('SW_MODEL_INVALID', {
      message:
        `The detector model ${path} was made for feature schema ${metadata.featureSchemaHash}, ` +
        `this analyzer computes ${expected.hash}.`,
      fix: 'Use the model that came with this version, or make one for it with `npm run train`.',
    });
  }
  if (metadata.classes.join() !== classes.join()) {
    throw new ScriptwardenError('SW_MODEL_INVALID', {
      message: `The detector model ${path} answers the classes ${metadata.classes.join(', ')}, not ${classes.join(', ')}.`,
      fix: 'Use the model that came with this version, or make one for it with `npm run train`.',
    });
  }
}

/**
 * The official builds of ONNX Runtime report each session to their maker, and keep an identifier of the machine, unless this is set
 * before the first session. The native library reads the process's own environment: a Worker's copy of it would not do.
 */
function silenceTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1';
}

/** One thread and no spinning: batches are small and the analysis Workers need the processors. Only fatal errors log. */
async function openSession(path: string, bytes: Uint8Array): Promise<ort.InferenceSession> {
  try {
    silenceTelemetry();
    return await ort.InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw corrupt(path, cause);
  }
}

function corrupt(path: string, cause: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_MODEL_INVALID', {
    message: `${path} is not a detector model, or is damaged.`,
    fix: 'Restore models/detector.onnx, or make one with `npm run train`.',
    cause,
  });
}

/** Rounding may leave a float32 sum beyond 1 by a hair; each number stays within 0 and 1 by the softmax itself. */
function toProbabilities([benign, magecart, cryptomining, malware]: Float32Array): Probabilities {
  return { benign: benign!, magecart: magecart!, cryptomining: cryptomining!, malware: malware! };
}

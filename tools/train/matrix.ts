import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { featureNames, featureSchemaHash } from '../../analyzer/features.ts';
import type { Script } from './extract.ts';
import type { Sample } from './sample.ts';

/**
 * Writes what models/training/matrix.py reads: `matrix.f32` (rows of little-endian float32), `rows.jsonl` (one object a
 * row) and `meta.json`. Of guilty pages and libraries, scripts and parts that also occur in benign samples are left out.
 */
export async function writeMatrix(
  folder: string,
  samples: readonly Sample[],
  scripts: readonly Script[][],
  command: string,
): Promise<number> {
  const innocent = new Set(
    samples.flatMap((sample, index) =>
      sample.label === 'benign' && !sample.probe ? scripts[index]!.map((script) => script.sha256) : [],
    ),
  );
  const rows: string[] = [];
  const vectors: Float32Array[] = [];
  for (const [index, sample] of samples.entries()) {
    const own = scripts[index]!;
    const kept =
      sample.label !== 'benign' && own.length > 1 && !sample.probe
        ? own.filter((s) => !innocent.has(s.sha256))
        : own;
    // A page whose scripts are all innocent, or that has none, still counts: as one that cannot be found.
    const counted = kept.length > 0 ? kept : own.slice(0, 1);
    for (const script of counted.length > 0 || !sample.real ? counted : [emptyScript()]) {
      rows.push(
        JSON.stringify({
          unit: sample.unit,
          label: sample.label,
          group: sample.group,
          kind: sample.kind,
          origin: sample.origin,
          real: sample.real,
          hard: sample.hard,
          html: sample.media === 'html',
          part: script.isPart,
          opened: script.isOpened,
          probe: sample.probe?.name ?? '',
          of: sample.probe?.of ?? '',
          reasons: script.reasons,
          golden: sample.origin === 'project',
        }),
      );
      vectors.push(script.features);
    }
  }
  await writeFile(
    join(folder, 'matrix.f32'),
    Buffer.concat(vectors.map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength))),
  );
  await writeFile(join(folder, 'rows.jsonl'), `${rows.join('\n')}\n`);
  await writeFile(
    join(folder, 'meta.json'),
    JSON.stringify({ features: featureNames, featureSchemaHash, command }),
  );
  return rows.length;
}

/** Stands for a page without scripts: it scores as a script that does nothing. */
function emptyScript(): Script {
  return {
    features: new Float32Array(featureNames.length),
    reasons: 0,
    sha256: '',
    isPart: false,
    isOpened: false,
  };
}

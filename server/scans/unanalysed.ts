import type { Analysis } from '../../core/schema/index.ts';

/** The result of a file that could not be looked into. Never called benign. */
export function unanalysedFile(
  file: { path: string; sha256: string; bytes: number },
  reason: string,
  model: string,
): Analysis {
  const { path, sha256, bytes } = file;
  return {
    path,
    sha256,
    bytes,
    media: 'other',
    structureHash: null,
    shapeHash: null,
    verdict: 'unanalysed',
    reason,
    category: null,
    scores: null,
    probabilities: null,
    evidence: [],
    behaviour: { fields: [], hosts: [], sinks: [], dynamicCode: [], storage: [] },
    parse: { mode: 'none' },
    partial: true,
    model: { version: model },
    timings: { totalMs: 0 },
  };
}

import { z } from 'zod';
import type { Category } from '../../core/schema/index.ts';

/** The model's outputs, in order. */
export const classes = ['benign', 'magecart', 'cryptomining', 'malware'] as const;

const threshold = z
  .strictObject({
    suspicious: z
      .number()
      .gt(0)
      .lt(1)
      .describe('Probability from which a script is suspicious: score below 50'),
    malicious: z
      .number()
      .gt(0)
      .lt(1)
      .describe('Probability from which a script is malicious: score below 10'),
  })
  .refine((pair) => pair.suspicious < pair.malicious, 'suspicious must lie below malicious');

/** Chosen at training from out-of-fold predictions; they travel with the model that they were chosen for. */
export const thresholds = z.strictObject({
  magecart: threshold,
  cryptomining: threshold,
  malware: threshold,
});

/** What `npm run train` writes under the key `scriptwarden` of an ONNX file's metadata_props, as JSON. */
export const modelMetadata = z.object({
  version: z.string().min(1),
  featureSchemaHash: z.string().regex(/^[0-9a-f]{64}$/),
  features: z.array(z.string()),
  classes: z.array(z.string()),
  thresholds,
});

export type ModelMetadata = z.infer<typeof modelMetadata>;
export type Thresholds = Readonly<Record<Category, Readonly<{ suspicious: number; malicious: number }>>>;

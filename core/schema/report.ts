import { z } from 'zod';
import { analysis } from './analysis.ts';
import { receipt, sighting } from './capture/index.ts';

/** One distinct version of a crawl: what it is and where it was seen. */
export const scanResult = analysis.extend({ sightings: z.array(sighting) });

/** What `scan` and `report` print with `--format json`. Worst results first. */
export const scanReport = z.strictObject({
  schemaVersion: z.literal(1),
  complete: z
    .boolean()
    .describe('False when the crawl was not complete, or a script was not analysed, or only in part'),
  results: z.array(scanResult),
  receipt,
});

export type ScanResult = z.infer<typeof scanResult>;
export type ScanReport = z.infer<typeof scanReport>;

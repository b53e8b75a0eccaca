import { z } from 'zod';
import { analysisReport } from './analysis.ts';
import { capture } from './capture/index.ts';
import { change } from './change.ts';
import { scanReport } from './report.ts';
import { siteReport } from './site-report.ts';
import { siteFile } from './site.ts';
import { webhook } from './webhook.ts';

/** The published JSON Schemas by file name in docs/reference/schemas/; a test keeps the files equal to this. */
export function publishedSchemas(): Record<string, object> {
  return {
    'analysis.schema.json': z.toJSONSchema(analysisReport),
    'capture.schema.json': z.toJSONSchema(capture),
    'change.schema.json': z.toJSONSchema(change),
    'scan.schema.json': z.toJSONSchema(scanReport),
    'site-report.schema.json': z.toJSONSchema(siteReport),
    'site.schema.json': z.toJSONSchema(siteFile, { io: 'input' }),
    'webhook.schema.json': z.toJSONSchema(webhook),
  };
}

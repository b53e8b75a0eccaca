import { z } from 'zod';
import { location, sha256Hex } from './common.ts';

export const verdicts = ['benign', 'suspicious', 'malicious', 'unanalysed'] as const;
export const categories = ['magecart', 'cryptomining', 'malware'] as const;
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;

export const verdict = z.enum(verdicts);
export const category = z.enum(categories);
export const severity = z.enum(severities);

export const evidence = z.strictObject({
  rule: z.string().describe('Stable name of the rule that speaks, e.g. card-field-to-foreign-host'),
  severity,
  message: z.string().describe('One sentence in plain words'),
  location: location.describe('In the input file as given; for HTML in the page'),
  snippet: z.string().max(400),
  field: z
    .string()
    .optional()
    .describe('Field read: selector, id, name, autocomplete token or * for every input'),
  host: z.string().optional().describe('Exact destination host'),
  steps: z
    .array(z.strictObject({ message: z.string(), location: location.optional() }))
    .optional()
    .describe('The flow, step by step'),
});

export const behaviour = z.strictObject({
  fields: z.array(z.string()).describe('Form fields read; * means every input'),
  hosts: z.array(z.string()).describe('Hosts named in URLs, prefixes of concatenations included'),
  sinks: z.array(z.string()).describe('Ways out used, e.g. fetch, image, websocket'),
  dynamicCode: z.array(z.string()).describe('Ways text becomes code, e.g. eval, function-constructor'),
  storage: z.array(z.string()).describe('Storage used, e.g. cookie, local-storage'),
});

const score = z.int().min(1).max(99);
export const scores = z.strictObject({
  integrity: score.describe('The lowest of the three'),
  magecart: score,
  cryptomining: score,
  malware: score,
});

const probability = z.number().min(0).max(1);
export const probabilities = z.strictObject({
  benign: probability,
  magecart: probability,
  cryptomining: probability,
  malware: probability,
});

const texts = z.array(z.string());

export const explanation = z.strictObject({
  layers: z
    .array(z.strictObject({ kind: z.string(), decoded: z.int().nonnegative() }))
    .describe('What was opened, outermost first, and how many texts that decoded'),
  decoded: texts.describe(
    'Strings the script does not spell out, decoded by opening or running it; 100 at most',
  ),
  run: z
    .strictObject({
      outcome: z.string().describe('completed, fuel, memory, timeout or crashed'),
      worlds: texts.describe('The made-up pages it was run in'),
      requests: z
        .array(
          z.strictObject({
            phase: z.string().describe('When: main, timer, response, event:submit, …'),
            transport: z.string(),
            method: z.string(),
            url: z.string(),
            host: z.string(),
            carries: z
              .array(z.strictObject({ field: z.string(), encodings: texts }))
              .describe(
                'What the shopper typed that was found in it, and the encodings undone to find it, outermost first',
              ),
          }),
        )
        .describe('What left the page; 50 at most, those that carry something first'),
    })
    .nullable()
    .describe('Null when it was not run'),
});

/** How the source was read. `none`: no parser took it, the verdict rests on tokens and strings. */
export const parseModes = ['script', 'module', 'handler', 'loose', 'none'] as const;

const analysisFields = {
  path: z.string().describe('As given; - for standard input'),
  sha256: sha256Hex.describe('Of the bytes as given'),
  bytes: z.int().nonnegative(),
  media: z.enum(['js', 'html', 'other']),
  structureHash: sha256Hex
    .nullable()
    .describe('Ignores comments, whitespace and local renames; null when not parsed'),
  shapeHash: sha256Hex.nullable().describe('As structureHash, literals dropped too'),
  verdict,
  reason: z.string().optional().describe('Why a script stays unanalysed; a stable word'),
  category: category.nullable(),
  scores: scores.nullable().describe('1 = certainly malicious, 99 = certainly not; below 10 = malicious'),
  probabilities: probabilities.nullable().describe('Calibrated; they add up to 1'),
  evidence: z.array(evidence),
  behaviour,
  similar: z
    .array(z.strictObject({ family: z.string(), similarity: probability }))
    .optional()
    .describe('Nearest known families'),
  libraries: z
    .array(z.strictObject({ library: z.string(), share: probability }))
    .optional()
    .describe('Well-known libraries in it, and the share of its code that stands in their functions'),
  explanation: explanation.optional().describe('How the script was taken apart; only when asked for'),
  parse: z.strictObject({
    mode: z.enum(parseModes),
    error: z.strictObject({ message: z.string(), location: location.optional() }).optional(),
  }),
  partial: z.boolean().describe('True when a time or size budget cut the analysis short'),
  model: z.strictObject({ version: z.string() }),
  timings: z.object({ totalMs: z.number().nonnegative() }).catchall(z.number().nonnegative()),
};

/** One analysis of one script; an HTML page also carries one analysis for each of its scripts. */
export const analysis = z.strictObject({
  ...analysisFields,
  scripts: z.array(z.strictObject(analysisFields)).optional(),
});

/** What `analyze --format json` prints. */
export const analysisReport = z.strictObject({
  schemaVersion: z.literal(1),
  complete: z.boolean(),
  results: z.array(analysis),
});

export type Verdict = z.infer<typeof verdict>;
export type Category = z.infer<typeof category>;
export type Severity = z.infer<typeof severity>;
export type Evidence = z.infer<typeof evidence>;
export type Explanation = z.infer<typeof explanation>;
export type Behaviour = z.infer<typeof behaviour>;
export type Scores = z.infer<typeof scores>;
export type Probabilities = z.infer<typeof probabilities>;
export type ParseMode = (typeof parseModes)[number];
export type Analysis = z.infer<typeof analysis>;
export type AnalysisReport = z.infer<typeof analysisReport>;

import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { z } from 'zod';
import type { AnalysisInput, AnalysisResult, Analyzer } from '../../analyzer/analyzer.ts';
import { sha256 } from '../../core/encoding/index.ts';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { analysis as analysisSchema, type Analysis } from '../../core/schema/index.ts';

/** More than any analysis takes; what is longer is none. */
const maxBytes = 16 * 1024 * 1024;
/** What would come out the same every time; what ran out of time or memory may do better another time. */
const lastingReasons = new Set(['binary', 'not-script']);
const ofInput = '\u0000input';

const entry = z.strictObject({ key: z.string(), detector: z.string(), analysis: analysisSchema });

/**
 * An analyzer that keeps its answers in a folder and gives them again for the same bytes under the same detector. Names do
 * not count, but for their endings, which say what a file is. Whatever is wrong with an entry, it is as if it were not there.
 *
 * @param variant of the answers, where options change what they hold
 * @throws ScriptwardenError SW_OUTPUT_UNWRITABLE when the folder cannot be made, or others could put answers into it
 */
export async function withCache(analyzer: Analyzer, dir: string, variant = ''): Promise<Analyzer> {
  const folder = join(dir, sha256(`${analyzer.version}\n${variant}`).slice(0, 16));
  await ownFolder(dir);
  await ownFolder(folder);
  return {
    version: analyzer.version,
    async analyze(input, signal): Promise<AnalysisResult> {
      const start = performance.now();
      const key = keyOf(input);
      const file = join(folder, `${sha256(key)}.json`);
      const known = await read(file, key, analyzer.version);
      if (known) {
        const ms = performance.now() - start;
        const timings = { totalMs: ms, cacheMs: ms };
        const analysis = { ...renamed(known, ofInput, input.path), timings };
        return { analysis, features: null, sensitiveHash: null };
      }
      const result = await analyzer.analyze(input, signal);
      if (isLasting(result.analysis)) {
        const analysis = renamed(result.analysis, input.path, ofInput);
        await write(file, JSON.stringify({ key, detector: analyzer.version, analysis }));
      }
      return result;
    },
    close: () => analyzer.close(),
  };
}

/** Bytes, what the caller says they are, and what the name says. */
function keyOf({ path, bytes, media }: AnalysisInput): string {
  return `${sha256(bytes)} ${bytes.length} ${media ?? 'any'} ${extname(path).toLowerCase().slice(0, 16)}`;
}

function isLasting({ partial, verdict, reason }: Analysis): boolean {
  return !partial && (verdict !== 'unanalysed' || lastingReasons.has(reason ?? ''));
}

/** An analysis with another name; its scripts are called after it. */
function renamed(analysis: Analysis, from: string, to: string): Analysis {
  const nameOf = (path: string): string => (path.startsWith(from) ? to + path.slice(from.length) : path);
  return {
    ...analysis,
    path: to,
    ...(analysis.scripts && {
      scripts: analysis.scripts.map((script) => ({ ...script, path: nameOf(script.path) })),
    }),
  };
}

/** Null for anything that is not a whole entry of this key, made by this detector. */
async function read(file: string, key: string, detector: string): Promise<Analysis | null> {
  try {
    // Neither a link to another file nor a pipe that would keep us waiting.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > maxBytes) return null;
    const found = entry.parse(JSON.parse(await handle.readFile('utf8')));
    const { analysis } = found;
    const isOurs =
      found.key === key &&
      found.detector === detector &&
      analysis.path === ofInput &&
      key.includes(` ${analysis.bytes} `) &&
      key.startsWith(analysis.sha256) &&
      isLasting(analysis);
    return isOurs ? analysis : null;
  } catch {
    return null;
  }
}

let written = 0;

/** In one step, so that a run beside this one never reads half an entry. A cache that cannot be written only costs time. */
async function write(file: string, text: string): Promise<void> {
  try {
    const temporary = `${file}.${process.pid}.${++written}.tmp`;
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await rename(temporary, file);
  } catch {
    // Full disk, or an entry that is a folder: the next run works it out again.
  }
}

/** Who can write here can say what is benign. */
async function ownFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const stats = await lstat(dir);
    const isShared =
      process.getuid !== undefined && (stats.uid !== process.getuid() || (stats.mode & 0o022) !== 0);
    if (!stats.isDirectory() || isShared) throw new Error('others can write there');
  } catch (cause) {
    throw new ScriptwardenError('SW_OUTPUT_UNWRITABLE', {
      message: `The cache folder "${dir}" cannot be used (${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}).`,
      fix: 'Give --cache a folder that belongs to you and that nobody else may write to.',
      cause,
    });
  }
}

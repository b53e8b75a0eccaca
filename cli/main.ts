#!/usr/bin/env node
import { nodeComplaint } from './support/node-version.ts';

const complaint = nodeComplaint(process.versions.node);
if (complaint !== null) {
  process.stderr.write(`${complaint}\n`);
  process.exit(4);
}
const [{ commands }, { run }] = await Promise.all([import('./index.ts'), import('./support/run.ts')]);
process.exit(await run(commands, process));

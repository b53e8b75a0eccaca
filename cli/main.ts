#!/usr/bin/env node
import { commands } from './index.ts';
import { run } from './support/run.ts';

process.exit(await run(commands, process));

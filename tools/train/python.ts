import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { sha256 } from '../../core/encoding/index.ts';

const training = fileURLToPath(new URL('../../models/training/', import.meta.url));
const windows = process.platform === 'win32';

/** Makes models/training/.venv with the pinned packages unless it is there, and returns its Python. */
export async function preparePython(log: (line: string) => void): Promise<string> {
  const environment = join(training, '.venv');
  const python = join(environment, windows ? 'Scripts/python.exe' : 'bin/python');
  const requirements = join(training, 'requirements.txt');
  const wanted = sha256(await readFile(requirements));
  const mark = join(environment, 'requirements.sha256');
  if (existsSync(python) && existsSync(mark) && (await readFile(mark, 'utf8')) === wanted) return python;
  log('making models/training/.venv with the packages of requirements.txt');
  await rm(environment, { recursive: true, force: true });
  await run(process.env.PYTHON ?? (windows ? 'python' : 'python3'), ['-m', 'venv', environment]);
  await run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--only-binary',
    ':all:',
    '-r',
    requirements,
  ]);
  await writeFile(mark, wanted);
  return python;
}

/** Runs the trainer; what it prints goes to standard error as it comes. */
export async function runTrainer(python: string, matrix: string, out: string, mini: boolean): Promise<void> {
  await run(python, [join(training, 'train.py'), matrix, out, ...(mini ? ['--mini'] : [])]);
}

/** One thread and a fixed hash seed, so that a run repeats bit for bit. */
const environmentOfRuns = {
  ...process.env,
  PYTHONHASHSEED: '0',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  ORT_DISABLE_TELEMETRY: '1',
};

function run(command: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 2, 2], env: environmentOfRuns });
    child.once('error', (cause) => reject(failed(command, args, cause)));
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(failed(command, args, `exit status ${code}`)),
    );
  });
}

function failed(command: string, args: string[], cause: unknown): ScriptwardenError {
  return new ScriptwardenError('SW_TRAINING_FAILED', {
    message: `${command} ${args.join(' ')} failed.`,
    fix: 'Training needs Python 3.11 or newer with venv and a way to PyPI; see what it printed above, or set PYTHON.',
    cause,
  });
}

/**
 * `npm run check`: what CI runs besides the tests. Each step prints one line; a step that fails prints what it found.
 * All steps run even when one fails, so that one round shows everything.
 */

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ROOT } from './source-tree.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly options: readonly string[];
}

/** A tool's output is cut here; the beginning of a long list is enough to start mending. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

const STEPS: readonly Step[] = [
  { name: 'types', command: 'tsc', options: ['--project', '.', '--pretty', 'false'] },
  { name: 'types of the web app', command: 'tsc', options: ['--project', 'web', '--pretty', 'false'] },
  {
    name: 'lint and format',
    command: 'biome',
    options: ['ci', '--error-on-warnings', '--colors=off', '--reporter=concise', '--max-diagnostics=100'],
  },
  { name: 'imports', command: 'node', options: ['scripts/check-imports.ts'] },
  { name: 'shape', command: 'node', options: ['scripts/check-shape.ts'] },
  { name: 'unused code', command: 'knip', options: ['--no-progress', '--no-config-hints'] },
];

/** Runs one step and prints its line; true when it passed. */
function runStep(step: Step): boolean {
  const startedAt = performance.now();
  const command = step.command === 'node' ? process.execPath : resolve(ROOT, 'node_modules/.bin', step.command);
  const result = spawnSync(command, step.options, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    env: environmentWithPinnedNode(),
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const hasPassed = result.status === 0;
  process.stdout.write(`${hasPassed ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)\n`);
  if (!hasPassed) process.stdout.write(`${indent(outputOf(result))}\n`);
  return hasPassed;
}

/** The tools start by `#!/usr/bin/env node`; they get the Node that runs this script. */
function environmentWithPinnedNode(): NodeJS.ProcessEnv {
  const path = `${resolve(ROOT, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, NO_COLOR: '1', FORCE_COLOR: undefined };
}

function outputOf(result: { stdout: string | null; stderr: string | null; error?: Error }): string {
  const text = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim();
  return text === '' ? (result.error?.message ?? 'no output') : text;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '     ');
}

const results = STEPS.map(runStep);
process.exitCode = results.every(Boolean) ? 0 : 1;

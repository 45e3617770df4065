#!/usr/bin/env node
/**
 * Starts Holdfast on the Node that it is made for. This file runs on whatever Node the system has (20 or newer), finds
 * the Node that npm installed with the package, and hands everything over: arguments, streams, signals, exit code.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Signals that ask the process to do something; they are passed on to Holdfast, which decides. */
const PASSED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];

/** `EX_CONFIG` of sysexits.h: the installation is at fault, not the command. */
const EXIT_NO_NODE = 78;

/** The path of the pinned Node, wherever npm has put it; undefined when it is not installed. */
function findPinnedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const path = join(dirname(manifest), 'bin', 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Starts Holdfast and ends as it ends. */
function start(node) {
  const main = fileURLToPath(new URL('../src/app/main.ts', import.meta.url));
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  const pass = (signal) => child.kill(signal);
  for (const signal of PASSED_SIGNALS) process.on(signal, pass);
  child.on('error', (error) => fail(`The pinned Node at ${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    // 128 + number is how a shell reports a signal's death.
    process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0));
  });
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(EXIT_NO_NODE);
}

const pinnedNode = findPinnedNode();
if (pinnedNode === undefined) {
  fail(
    'Holdfast cannot find its own Node. Run "npm ci" in the folder of Holdfast (its install scripts must be allowed).',
  );
} else {
  start(pinnedNode);
}

/** Runs commands in the test's own process, with an environment and streams of their own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { runCommandLine } from '../src/app/command-line.ts';
import { readConfig } from '../src/app/index.ts';
import { isObject, type JsonObject, parseJson } from '../src/foundation/index.ts';
import type { CommandEnd } from './command.ts';

export interface CommandLine {
  readonly run: (
    args: readonly string[],
    more?: { env?: Record<string, string>; input?: string },
  ) => Promise<CommandEnd>;
  /** Runs with `--json` and reads all of standard output as one document. */
  readonly runJson: (args: readonly string[], input?: string) => Promise<JsonObject>;
}

/** The command line of somebody who is signed in to this Holdfast. */
export function commandLineOf(holdfast: { readonly url: string; readonly token: string }): CommandLine {
  const run: CommandLine['run'] = async (args, more = {}) => {
    const env = { HOLDFAST_URL: holdfast.url, HOLDFAST_TOKEN: holdfast.token, ...more.env };
    const texts = { stdout: '', stderr: '' };
    const code = await runCommandLine(args, {
      loadConfig: () => readConfig({ env, readFile: (file) => readFileSync(file, 'utf8') }),
      out(line) {
        texts.stdout += `${line}\n`;
      },
      err(line) {
        texts.stderr += `${line}\n`;
      },
      readInput: async (file) => (file === '-' ? new TextEncoder().encode(more.input) : readFile(file)),
    });
    return { code, ...texts };
  };
  return {
    run,
    async runJson(args, input) {
      const { stdout } = await run([...args, '--json'], input === undefined ? {} : { input });
      const value = parseJson(stdout);
      assert.ok(isObject(value), stdout);
      return value;
    },
  };
}

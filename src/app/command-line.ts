/** Finds the command, reads its arguments, runs it, and turns whatever happens into words and an exit code. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ApiClient } from '../api/index.ts';
import { AppError, assert, type JsonValue, makeObject, stringifyJson } from '../foundation/index.ts';
import { didYouMean } from '../language/index.ts';
import { COMMANDS } from './command-table.ts';
import {
  COMMON_OPTIONS,
  type Command,
  type CommandContext,
  type GivenArguments,
  parseOptions,
  usageOf,
} from './commands/command.ts';
import { type Config, loadConfig } from './config.ts';
import { DataFolder, readTextFile } from './data-folder.ts';
import { fail } from './errors.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { helpText, versionText } from './help.ts';
import { explainUnreached, type FoundServer, findServer } from './server-search.ts';

const HELP_WORDS = ['help', '--help', '-h'];

/** What a command line touches of its process. */
export interface CommandLinePorts {
  readonly loadConfig: () => Config;
  /** Writes a line to standard output. */
  readonly out: (line: string) => void;
  /** Writes a line to standard error. */
  readonly err: (line: string) => void;
  /** The bytes of a file; of standard input for `-`. */
  readonly readInput: (file: string) => Promise<Uint8Array>;
}

/** Runs `holdfast` with these arguments; gives the exit code. */
export async function runCommandLine(args: readonly string[], ports = processPorts()): Promise<number> {
  const isJson = args.includes('--json');
  const say = (text: string): number => {
    ports.out(text);
    return EXIT.ok;
  };
  try {
    const [first] = args;
    if (first === undefined || HELP_WORDS.includes(first)) return say(helpText(args.slice(1).join(' ')));
    if (first === '--version' || first === 'version') return say(versionText());
    const command = findCommand(args);
    const given = readArguments(command, args.slice(command.name.split(' ').length));
    if (given.options.help === true) return say(helpText(command.name));
    return await runCommand(command, given, { isJson, ports });
  } catch (error) {
    return report(error, isJson, ports);
  }
}

interface Surroundings {
  readonly isJson: boolean;
  readonly ports: CommandLinePorts;
}

async function runCommand(command: Command, given: GivenArguments, around: Surroundings): Promise<number> {
  const config = around.ports.loadConfig();
  if (command.isLocal === true)
    return command.run(
      makeContext(config, around, () => unreachable(command)),
      given,
    );
  const server = await findServer(config);
  try {
    return await command.run(
      makeContext(config, around, () => makeClient(config, server)),
      given,
    );
  } catch (error) {
    throw explainUnreached(error, server);
  }
}

function unreachable({ name }: Command): never {
  assert(false, `the command ${name} needs no server`);
}

function processPorts(): CommandLinePorts {
  return {
    loadConfig,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    readInput: (file) => (file === '-' ? readStandardInput() : readFile(file)),
  };
}

function findCommand(args: readonly string[]): Command {
  const [first = '', second = ''] = args;
  const found = COMMANDS.find(({ name }) => name === `${first} ${second}` || name === first);
  if (found !== undefined) return found;
  const isGroup = COMMANDS.some(({ name }) => name.startsWith(`${first} `));
  const given = isGroup ? `${first} ${second}`.trim() : first;
  const names = COMMANDS.map(({ name }) => name);
  const groups = names.map((name) => name.split(' ')[0] as string);
  const candidates = isGroup
    ? names.filter((name) => name.startsWith(`${first} `))
    : [...new Set([...names, ...groups])];
  const listed = isGroup ? ` There are: ${candidates.join(', ')}.` : '';
  throw fail('app.command.unknown', {
    context: { name: given.slice(0, 80), hint: didYouMean(given, candidates) || listed },
  });
}

function readArguments(command: Command, args: readonly string[]): GivenArguments {
  const usage = usageOf(command);
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: parseOptions(command),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const known = Object.keys({ ...command.options, ...COMMON_OPTIONS });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!known.includes(token.name)) {
      const hint = didYouMean(
        token.rawName,
        known.map((name) => `--${name}`),
      );
      const problem = `There is no option ${token.rawName}.${hint}`;
      throw fail('app.command.usage', { context: { problem, usage } });
    }
    const { type } = { ...command.options, ...COMMON_OPTIONS }[token.name] as { type: string };
    if (type === 'string' && (token.value === undefined || token.value.startsWith('--'))) {
      throw fail('app.command.usage', { context: { problem: `The option ${token.rawName} needs a value.`, usage } });
    }
  }
  if (values.help !== true) checkPositionals(command, positionals);
  return { positionals, options: values as GivenArguments['options'] };
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const wanted = command.positionals;
  const missing = wanted.find((name, index) => !name.startsWith('[') && given[index] === undefined);
  const surplus = given[wanted.length];
  if (missing === undefined && surplus === undefined) return;
  const problem =
    missing === undefined
      ? `"${surplus?.slice(0, 80)}" is one argument too many.`
      : `The argument ${missing} is missing.`;
  throw fail('app.command.usage', { context: { problem, usage: usageOf(command) } });
}

function makeContext(config: Config, { isJson, ports }: Surroundings, client: () => ApiClient): CommandContext {
  return {
    config,
    isJson,
    client,
    readInput: (file) => readInput(file, ports),
    out: ports.out,
    outJson: (value) => ports.out(stringifyJson(value)),
  };
}

function makeClient(config: Config, { url }: FoundServer): ApiClient {
  return new ApiClient({ url, token: tokenOf(config) });
}

function tokenOf(config: Config): string {
  if (config.token !== undefined) return config.token.reveal();
  const file = new DataFolder(config.dataFolder).tokenFile;
  const token = readTextFile(file)?.trim();
  if (token === undefined) throw fail('app.token.missing', { context: { path: file } });
  return token;
}

async function readInput(file: string, ports: CommandLinePorts): Promise<Uint8Array> {
  try {
    return await ports.readInput(file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw fail('app.file.unreadable', { cause: error, context: { path: file, reason } });
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Says what went wrong: as a JSON object on standard output, or in sentences on standard error. */
function report(error: unknown, isJson: boolean, ports: CommandLinePorts): number {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof AppError)) {
    ports.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return exitCode;
  }
  if (isJson) ports.out(stringifyJson(errorJson(error, exitCode)));
  else ports.err(errorText(error));
  return exitCode;
}

function errorJson({ code, publicMessage, fix, problems }: AppError, exitCode: number): JsonValue {
  return makeObject([
    [
      'error',
      makeObject([
        ['code', code],
        ['message', publicMessage],
        ['fix', fix],
        ['exitCode', exitCode],
        ['problems', problems.map((problem) => ({ ...problem }))],
      ]),
    ],
  ]);
}

function errorText({ publicMessage, fix, problems, code }: AppError): string {
  const listed = problems.map((problem) => `  ${problem.pointer || '/'}: ${problem.message} ${problem.fix}`);
  return [publicMessage, ...listed, `${fix} (${code})`].join('\n');
}

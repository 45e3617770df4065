/** What a command is: its name, what it takes, and what it does. Help, parsing and docs/reference/cli.md come from it. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { ApiClient } from '../../api/client.ts';
import type { JsonValue } from '../../foundation/index.ts';
import type { Config } from '../config.ts';

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the usage line. */
  readonly value?: string;
  readonly summary: string;
}

export interface Command {
  /** One or two words: `start`, `run show`. */
  readonly name: string;
  /** What follows the name, such as `<id>` or `[FILE]`, in order. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  readonly summary: string;
  /** True for what works on this machine without asking a running Holdfast. */
  readonly isLocal?: boolean;
  /** More to say in the reference. */
  readonly details?: string;
  /** Does it; gives the exit code. */
  run(context: CommandContext, given: GivenArguments): Promise<number>;
}

export interface GivenArguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** What a command may use. */
export interface CommandContext {
  readonly config: Config;
  readonly isJson: boolean;
  /** The API, signed in with the token of the environment or of the data folder. */
  readonly client: () => ApiClient;
  readonly readInput: (file: string) => Promise<Uint8Array>;
  readonly out: (line: string) => void;
  /** Machine output: one JSON document, without loss. */
  readonly outJson: (value: JsonValue) => void;
}

/** Options that every command takes. */
export const COMMON_OPTIONS: Readonly<Record<string, CommandOption>> = {
  json: { type: 'boolean', summary: 'Write JSON to standard output, and nothing else.' },
  help: { type: 'boolean', summary: 'Show how the command is used.' },
};

/** The options in the form that `node:util` takes. */
export function parseOptions(command: Command): ParseArgsOptionsConfig {
  const all = Object.entries({ ...command.options, ...COMMON_OPTIONS });
  return Object.fromEntries(all.map(([name, { type }]) => [name, { type }]));
}

/** One line: how the command is written. */
export function usageOf({ name, positionals, options }: Command): string {
  const written = Object.entries(options).map(([option, { type, value = 'VALUE' }]) =>
    type === 'boolean' ? `[--${option}]` : `[--${option} ${value}]`,
  );
  return ['holdfast', name, ...positionals, ...written, '[--json]'].join(' ');
}

/** The value of an option that takes one. */
export function textOption({ options }: GivenArguments, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

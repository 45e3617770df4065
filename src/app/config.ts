/**
 * Reads the settings: environment first, then the configuration file, then the defaults. Everything that is wrong is said
 * at once. This is the only file that looks at the environment.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SECRET_VARIABLES } from '../connections/index.ts';
import { isAppError, isObject, type JsonObject, type JsonValue, type Problem, Secret } from '../foundation/index.ts';
import { didYouMean } from '../language/index.ts';
import { type EgressSettings, readEgress } from './egress-settings.ts';
import { fail } from './errors.ts';
import type { Setting } from './setting.ts';
import { settingProblem, showGiven, unknownKeys } from './setting-problem.ts';
import { SETTINGS, type Settings, TEST_VARIABLES } from './setting-table.ts';
import { readDocument } from './yaml-document.ts';

/** The settings with everything decided that depends on other settings. */
export interface Config extends Settings {
  readonly keyFile: string;
  readonly egress: EgressSettings;
  /** What credentials may refer to as `env:NAME`. */
  readonly secretVariables: ReadonlyMap<string, Secret<string>>;
  /** The configuration file that was read. */
  readonly readFrom: string | undefined;
}

export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws when there is none. */
  readonly readFile: (file: string) => string;
}

const NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];
const EGRESS = 'egress';

/** The settings of this process; throws `app.settings.*` and `app.environment.*`. */
export function loadConfig(): Config {
  return readConfig({ env: process.env, readFile: (file) => readFileSync(file, 'utf8') });
}

/** The settings from given sources. */
export function readConfig(sources: ConfigSources): Config {
  const { env } = sources;
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') throw fail('app.environment.tls_off');
  const problems: Problem[] = [...unknownVariables(env)];
  const file = readFile(sources);
  problems.push(...unknownKeys(file.values, [...NAMES.filter(isInFile), EGRESS], ''));
  const settings = Object.fromEntries(
    NAMES.map((name) => [name, readSetting(name, { env, file: file.values, problems })]),
  );
  const egress = readEgress(file.values[EGRESS], problems);
  if (settings.smtpUrl !== undefined && settings.mailFrom === undefined) problems.push(missingSender());
  if (problems.length > 0) throw fail('app.settings.invalid', { problems, context: { count: problems.length } });
  const known = settings as unknown as Settings;
  return {
    ...known,
    keyFile: known.keyFile ?? path.join(known.dataFolder, 'master.key'),
    egress,
    secretVariables: secretVariables(env),
    readFrom: file.path,
  };
}

/** A mail server without a sender would be found out at the first mail. */
function missingSender(): Problem {
  const { env, allowed } = SETTINGS.mailFrom;
  const context = { name: String(env), given: 'nothing, while HOLDFAST_SMTP_URL is set', allowed };
  return settingProblem('app.setting.wrong', '/HOLDFAST_MAIL_FROM', context);
}

function isInFile(name: keyof typeof SETTINGS): boolean {
  return SETTINGS[name].isInFile;
}

interface Reading {
  readonly env: ConfigSources['env'];
  readonly file: JsonObject;
  readonly problems: Problem[];
}

function readSetting(name: keyof typeof SETTINGS, { env, file, problems }: Reading): unknown {
  const setting: Setting<unknown> = SETTINGS[name];
  const fromEnvironment = setting.env === null ? undefined : env[setting.env];
  // An empty variable is what a compose file makes of one that was not given.
  const isFromEnvironment = fromEnvironment !== undefined && fromEnvironment !== '';
  const fromFile = setting.isInFile ? file[name] : undefined;
  const given = isFromEnvironment ? fromEnvironment : fromFile;
  if (given === undefined || given === null) return setting.fallback;
  const value = setting.parse(given);
  if (value !== undefined) return value;
  const shown = isFromEnvironment ? String(setting.env) : name;
  const pointer = isFromEnvironment ? `/${setting.env}` : `/${name}`;
  const words = setting.isSecret ? 'something else' : showGiven(given);
  problems.push(settingProblem('app.setting.wrong', pointer, { name: shown, given: words, allowed: setting.allowed }));
  return setting.fallback;
}

function unknownVariables(env: ConfigSources['env']): Problem[] {
  const known = NAMES.flatMap((name): readonly string[] => (SETTINGS[name].env === null ? [] : [SETTINGS[name].env]));
  return Object.keys(env)
    .filter((name) => name.startsWith('HOLDFAST_') && !isFree(name) && !known.includes(name))
    .map((name) => settingProblem('app.setting.unknown', `/${name}`, { name, hint: didYouMean(name, known) }));
}

/** Names that nobody but their owner knows: of the test suite, and of secrets that credentials refer to. */
function isFree(name: string): boolean {
  return name.startsWith(TEST_VARIABLES) || name.startsWith(SECRET_VARIABLES);
}

function secretVariables(env: ConfigSources['env']): ReadonlyMap<string, Secret<string>> {
  const entries = Object.entries(env).filter(
    ([name, value]) => name.startsWith(SECRET_VARIABLES) && value !== undefined,
  );
  return new Map(entries.map(([name, value]) => [name, new Secret(value as string)]));
}

function readFile({ env, readFile: read }: ConfigSources): { values: JsonObject; path: string | undefined } {
  const named = env.HOLDFAST_CONFIG;
  const candidates = named === undefined || named === '' ? usualPlaces(env.HOLDFAST_DATA) : [named];
  for (const file of candidates) {
    const text = tryRead(read, file);
    if (typeof text === 'string') return { values: parseFile(text, file), path: file };
    if (file === named) throw fail('app.settings.file_missing', { context: { path: file, reason: text.message } });
  }
  return { values: {}, path: undefined };
}

function usualPlaces(dataFolder: string | undefined): string[] {
  const folders = [dataFolder === undefined || dataFolder === '' ? SETTINGS.dataFolder.fallback : dataFolder, '.'];
  return folders.flatMap((folder) => ['yaml', 'json'].map((kind) => path.join(folder, `holdfast.config.${kind}`)));
}

function tryRead(read: ConfigSources['readFile'], file: string): string | Error {
  try {
    return read(file);
  } catch (error) {
    return error as Error;
  }
}

function parseFile(text: string, file: string): JsonObject {
  const values = readOrExplain(text, file);
  if (values === null) return {};
  if (isObject(values)) return values;
  throw fail('app.settings.file_malformed', { context: { path: file, problem: 'it is no list of settings by name.' } });
}

function readOrExplain(text: string, file: string): JsonValue {
  try {
    return readDocument(text, file);
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw fail('app.settings.file_malformed', { cause: error, context: { path: file, problem: error.publicMessage } });
  }
}

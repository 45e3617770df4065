/** What a setting is: where it is read from, what it may be, what it means. The kinds of settings, as constructors. */
import { type JsonValue, NumericText, Secret } from '../foundation/index.ts';
import { readMailServer } from '../outbound/index.ts';

/** One setting; `T` is what the rest of Holdfast gets. */
export interface Setting<T> {
  /** The environment variable; null when it stands in the file only. */
  readonly env: string | null;
  /** False for what belongs to one process or must not lie in a file. */
  readonly isInFile: boolean;
  readonly isSecret: boolean;
  readonly fallback: T;
  /** The default in words, where the value alone does not say it. */
  readonly fallbackText: string;
  /** What is allowed, in words that follow "it must be". */
  readonly allowed: string;
  readonly summary: string;
  /** The value, or undefined when it is not allowed. */
  parse(given: JsonValue): NonNullable<T> | undefined;
}

interface Told<T> {
  readonly env: string | null;
  readonly fallback: T;
  readonly summary: string;
  readonly fallbackText?: string;
  readonly isInFile?: boolean;
}

/** A whole number within bounds. */
export function wholeNumber<T extends number | undefined>(
  told: Told<T> & { readonly min: number; readonly max: number },
): Setting<number | T> {
  const { min, max } = told;
  return {
    ...describe(told),
    allowed: `a whole number from ${min} to ${max}`,
    parse(given) {
      const text = given instanceof NumericText ? given.text : String(given);
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** A text that is not empty. */
export function text<T extends string | undefined>(told: Told<T>): Setting<string | T> {
  return {
    ...describe(told),
    allowed: 'a text that is not empty',
    parse: (given) => (typeof given === 'string' && given.trim() !== '' ? given : undefined),
  };
}

/** An http or https address without path. */
export function address<T extends string | undefined>(told: Told<T>): Setting<string | T> {
  return {
    ...describe(told),
    allowed: 'an http or https address such as https://holdfast.example',
    parse(given) {
      const url = typeof given === 'string' ? URL.parse(given) : null;
      const isWeb = url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
      const hasUserinfo = url !== null && (url.username !== '' || url.password !== '');
      return isWeb && !hasUserinfo ? url.href.replace(/\/+$/, '') : undefined;
    },
  };
}

/** Texts with commas between, or a list in the file, each of the given form. */
export function list(
  told: Told<readonly string[]> & { readonly form: RegExp; readonly allowed: string },
): Setting<readonly string[]> {
  return {
    ...describe(told),
    allowed: told.allowed,
    parse(given) {
      const items = typeof given === 'string' ? given.split(',').map((item) => item.trim()) : given;
      const isList = Array.isArray(items) && items.every((item) => typeof item === 'string' && told.form.test(item));
      return isList ? (items as string[]) : undefined;
    },
  };
}

/** A text that must never be shown. */
export function secret(told: Omit<Told<undefined>, 'fallback'>): Setting<Secret<string> | undefined> {
  return {
    ...describe({ ...told, fallback: undefined }),
    isSecret: true,
    allowed: 'a text that is not empty',
    parse: (given) => (typeof given === 'string' && given.trim() !== '' ? new Secret(given.trim()) : undefined),
  };
}

/** The address of a PostgreSQL database; secret, because it may carry a password. */
export function databaseUrl(told: Omit<Told<undefined>, 'fallback'>): Setting<Secret<string> | undefined> {
  return {
    ...secret(told),
    allowed: 'an address such as postgres://user:password@host:5432/name, where a password has `%2F` for `/` and so on',
    parse: (given) => (typeof given === 'string' && isDatabaseUrl(given) ? new Secret(given) : undefined),
  };
}

/** The host may be left out where the parameter `host` names the folder of a socket. */
function isDatabaseUrl(text: string): boolean {
  const isReadable = URL.canParse(text) || URL.canParse(text.replace('@/', '@socket/'));
  return /^postgres(ql)?:\/\//.test(text) && isReadable;
}

/** The address of a mail server; secret, because it may carry a password. */
export function mailServer(told: Omit<Told<undefined>, 'fallback'>): Setting<Secret<string> | undefined> {
  return {
    ...secret(told),
    allowed:
      'an address such as smtp://user:password@mail.example.com:587 or smtps://…, where a password has `%40` for `@` and so on',
    parse(given) {
      const address = typeof given === 'string' ? new Secret(given.trim()) : undefined;
      return address !== undefined && readMailServer(address) !== undefined ? address : undefined;
    },
  };
}

/** Who a mail is from: an address, with or without a name. */
export function mailbox(told: Omit<Told<undefined>, 'fallback'>): Setting<string | undefined> {
  return {
    ...describe({ ...told, fallback: undefined }),
    allowed: 'an address such as holdfast@example.com or Holdfast <holdfast@example.com>',
    parse: (given) => (typeof given === 'string' && MAILBOX.test(given.trim()) ? given.trim() : undefined),
  };
}

const MAILBOX = /^(?:[^<>@,;:"\\\p{Cc}]{1,100} <[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u;

/** One of some words. */
export function choice<const T extends string>(told: Told<T> & { readonly of: readonly T[] }): Setting<T> {
  return {
    ...describe(told),
    allowed: `one of ${told.of.join(', ')}`,
    parse: (given) => told.of.find((word) => word === given) as NonNullable<T> | undefined,
  };
}

function describe<T>(told: Told<T>) {
  const { env, fallback, summary, isInFile = true } = told;
  const fallbackText = told.fallbackText ?? (fallback === undefined ? 'none' : `\`${String(fallback)}\``);
  return { env, fallback, summary, isInFile, fallbackText, isSecret: false };
}

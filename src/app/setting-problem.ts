/** How a wrong setting is told: with its place, what was given, what is allowed, and what was perhaps meant. */
import { type JsonObject, type JsonValue, NumericText, type Problem } from '../foundation/index.ts';
import { didYouMean } from '../language/index.ts';
import { type APP_ERRORS, fail } from './errors.ts';

/** A problem of the error table as an entry of a list. */
export function settingProblem(
  code: keyof typeof APP_ERRORS,
  pointer: string,
  context: Record<string, string>,
): Problem {
  const { publicMessage, fix } = fail(code, { context });
  return { pointer, code, message: publicMessage, fix };
}

/** The keys that no setting has; `below` is the path of the object in the file. */
export function unknownKeys(given: JsonObject, known: readonly string[], below: string): Problem[] {
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const name = `${below}${key}`.slice(0, 200);
      return settingProblem('app.setting.unknown', `/${name.replaceAll('.', '/')}`, {
        name,
        hint: didYouMean(key, known),
      });
    });
}

/** A given value in a few characters, without what stands before the host of an address: it may be a password. */
export function showGiven(given: JsonValue): string {
  if (given instanceof NumericText) return given.text.slice(0, 40);
  return JSON.stringify(given, (_key, value) => (typeof value === 'string' ? withoutUserinfo(value) : value)).slice(
    0,
    80,
  );
}

/**
 * A value that is told is one that could not be read, so nothing says where in it a password ends: all that stands before
 * the last `@` goes, but for the scheme.
 */
function withoutUserinfo(text: string): string {
  return text.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@');
}

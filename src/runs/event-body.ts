/** The body of a trigger event as a value. The bytes are kept as they came; this is how they are read, always. */
import { DEFAULT_JSON_LIMITS, type JsonLimits, type JsonValue, makeObject, parseJson } from '../foundation/index.ts';
import { fail } from './errors.ts';

export type BodyFormat = 'json' | 'form';

/** What a sender may nest and number; a signed body must not depend on which of two equal keys counts. */
export const EVENT_JSON_LIMITS: JsonLimits = { ...DEFAULT_JSON_LIMITS, duplicateKeys: 'reject' };
const MAX_FORM_FIELDS = 1_000;

/** Reads the bytes in the flow's format; throws `foundation.json.*` or `runs.event.form_malformed`. */
export function parseEventBody(bytes: Uint8Array, format: BodyFormat): JsonValue {
  return format === 'json' ? parseJson(bytes, EVENT_JSON_LIMITS) : parseForm(bytes);
}

/** `application/x-www-form-urlencoded`: a name that stands once is a text, one that repeats is a list of texts. */
function parseForm(bytes: Uint8Array): JsonValue {
  const form = makeObject();
  let fields = 0;
  for (const [name, value] of new URLSearchParams(decodeForm(bytes))) {
    fields += 1;
    if (fields > MAX_FORM_FIELDS)
      throw fail('runs.event.form_malformed', { context: { problem: `more than ${MAX_FORM_FIELDS} fields` } });
    const known = Object.hasOwn(form, name) ? form[name] : undefined;
    if (known === undefined) form[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else form[name] = [known, value];
  }
  return form;
}

function decodeForm(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // URLSearchParams puts a replacement character where an escape is not UTF-8; this throws instead.
    decodeURIComponent(text);
    return text;
  } catch (cause) {
    throw fail('runs.event.form_malformed', { cause, context: { problem: 'the text is not UTF-8' } });
  }
}

/** What a JSON document may have, and what is said when it has more or is none. */
import { type ErrorTable, errorsOf } from './app-error.ts';

export interface JsonLimits {
  readonly maxDepth: number;
  /** Keys of all objects and items of all arrays together. */
  readonly maxMembers: number;
  /** Characters of one string. */
  readonly maxStringLength: number;
  /** RFC 8259 leaves equal names undefined; signed input rejects them, other input takes the last. */
  readonly duplicateKeys: 'reject' | 'last';
}

/** What a document from outside may have unless its door says otherwise. */
export const DEFAULT_JSON_LIMITS: JsonLimits = {
  maxDepth: 64,
  maxMembers: 200_000,
  maxStringLength: 5_000_000,
  duplicateKeys: 'last',
};

export const JSON_ERRORS = {
  'foundation.json.syntax': {
    kind: 'invalid',
    message: 'This is not JSON: {problem} at line {line}, column {column}.',
    fix: 'Send a document that follows RFC 8259. A trailing comma, a comment or a single quote are the usual causes.',
  },
  'foundation.json.encoding': {
    kind: 'invalid',
    message: 'The text is not UTF-8.',
    fix: 'Send JSON encoded as UTF-8 (RFC 8259, 8.1).',
  },
  'foundation.json.too_deep': {
    kind: 'invalid',
    message: 'The document is nested deeper than {limit} levels (line {line}, column {column}).',
    fix: 'Send a flatter document.',
  },
  'foundation.json.duplicate_key': {
    kind: 'invalid',
    message: 'The key "{key}" stands twice in one object (line {line}, column {column}).',
    fix: 'Send each key once; which of two values counts is not defined, and a signature must not depend on it.',
  },
  'foundation.json.too_many': {
    kind: 'invalid',
    message: 'The document has more than {limit} keys and list items.',
    fix: 'Send it in several smaller documents.',
  },
  'foundation.json.too_long': {
    kind: 'invalid',
    message: 'A text in the document is longer than {limit} characters (line {line}, column {column}).',
    fix: 'Send large contents as a file or a link instead.',
  },
} as const satisfies ErrorTable;

/** Makes the errors of reading JSON. */
export const fail = errorsOf(JSON_ERRORS);

import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** What this room throws. Faults found by checking a document are `Problem`s; see the `*-problems.ts` tables. */
export const LANGUAGE_ERRORS = {
  'language.contract.invalid_schema': {
    kind: 'invalid',
    message: 'The schema cannot be used at {pointer}: {reason}',
    fix: 'Correct the schema; JSON Schema 2020-12 is what it is read as.',
  },
  'language.mapping.invalid': {
    kind: 'invalid',
    message: 'The mapping is not valid: {reason}',
    fix: 'Correct the position {pointer} of the mapping.',
  },
  'language.mapping.missing': {
    kind: 'invalid',
    message: 'The field "{path}" is missing in the data, and the mapping says nothing about that.',
    fix: 'Give the position {pointer} a "default", mark it "optional", or have the sender send the field.',
  },
  'language.mapping.wrong_type': {
    kind: 'invalid',
    message: 'At {pointer} of the mapping {given} was given where {allowed} is needed.',
    fix: 'Map another field there, or turn the value into {allowed} with a function first.',
  },
  'language.mapping.function_failed': {
    kind: 'invalid',
    message: 'The function "{fn}" at {pointer} of the mapping could not be computed: {reason}',
    fix: 'Check what the function was given in this run, and correct the mapping or the source.',
  },
  'language.mapping.not_in_table': {
    kind: 'invalid',
    message: 'The value table at {pointer} of the mapping has no row for the key of this run.',
    fix: 'Add a row for it, or give the table a "default".',
  },
  'language.mapping.too_large': {
    kind: 'invalid',
    message: 'At {pointer} of the mapping {given} came out; at most {allowed} is allowed.',
    fix: 'Cut the text or the list down before it gets there, or split the work into several runs.',
  },
  'language.mapping.cel_failed': {
    kind: 'invalid',
    message: 'The CEL expression at {pointer} could not be computed: {reason}',
    fix: 'Guard what may be missing with has(…), and compare values of the same type.',
  },
  'language.mapping.cel_too_costly': {
    kind: 'invalid',
    message: 'The CEL expression at {pointer} would take too long on this data.',
    fix: 'Use fewer nested loops (all, exists, map, filter), or a value table or function of the mapping instead.',
  },
  'language.flow.invalid': {
    kind: 'invalid',
    message: 'The flow cannot be compiled: {reason}',
    fix: 'Check the flow first; it names every fault with its place.',
  },
} as const satisfies ErrorTable;

/** Makes the room's errors: `throw fail('language.mapping.missing', { context: { pointer, path } })`. */
export const fail = errorsOf(LANGUAGE_ERRORS);

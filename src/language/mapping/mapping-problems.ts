import { problemsOf } from '../contract/problem.ts';

/** What can be wrong with a mapping: first its form, then what it does with the schemas of its source and target. */
export const MAPPING_PROBLEMS = {
  'language.mapping.not_an_expression': {
    message: 'Here stands {given}, but every position of a mapping is an object with one of the keys {allowed}.',
    fix: 'Write {"value": …} for a constant, {"from": "…"} for a field, {"object": {…}} for an object.',
  },
  'language.mapping.several_heads': {
    message: 'The keys {given} stand together, but an expression does one thing.',
    fix: 'Keep one of them, or split the position into two.',
  },
  'language.mapping.unknown_key': {
    message: 'The key "{name}" means nothing beside "{head}".{hint}',
    fix: 'Remove it or correct its name; beside "{head}" there may be {allowed}.',
  },
  'language.mapping.missing_key': {
    message: 'The key "{name}" is missing beside "{head}".',
    fix: 'Add "{name}".',
  },
  'language.mapping.bad_value': {
    message: '"{name}" is {given}; {allowed} is needed.',
    fix: 'Write {allowed} there.',
  },
  'language.mapping.bad_path': {
    message: 'The path "{path}" cannot be read: {reason}.',
    fix: 'Write a path such as trigger.deal.lines[0].name; put odd names in brackets and quotes: trigger["odd name"].',
  },
  'language.mapping.bad_template': {
    message: 'The template cannot be read: {reason}.',
    fix: 'Write places as {{path}} or {{path ?? "text"}}.',
  },
  'language.mapping.bad_cel': {
    message: 'The CEL expression cannot be used: {reason}',
    fix: 'Correct the expression; see the reference page of mappings for what is available.',
  },
  'language.mapping.bad_name': {
    message: '"{name}" cannot be the name of the items: {reason}.',
    fix: 'Use a short name of letters and digits that begins with a small letter, such as "line".',
  },
  'language.mapping.shadowed_name': {
    message: 'The items "{name}" and their position "{name}Index" would hide "{hidden}" of a loop around them.',
    fix: 'Give the items of the inner loop a name of their own.',
  },
  'language.mapping.unknown_function': {
    message: 'There is no function "{name}".{hint}',
    fix: 'Use a function of the reference page of mappings.',
  },
  'language.mapping.argument_count': {
    message: 'The function "{name}" was given {given} arguments; it takes {allowed}.',
    fix: 'Give it {allowed}.',
  },
  'language.mapping.bad_constant': {
    message: 'The function "{name}" can never take this "{parameter}": {reason}',
    fix: 'Correct the constant; see the function on the reference page of mappings.',
  },
  'language.mapping.default_and_optional': {
    message: '"default" and "optional" stand together, but a field with a default is never missing.',
    fix: 'Keep one of the two.',
  },
  'language.mapping.too_deep': {
    message: 'The mapping is nested deeper than {allowed} levels.',
    fix: 'Split it, for example with a map step before it.',
  },
  'language.mapping.too_many': {
    message: 'The mapping has more than {allowed} positions.',
    fix: 'Split it, for example with a map step before it.',
  },
  'language.mapping.unknown_path': {
    message: 'The path "{path}" leads nowhere: "{name}" is not known there.{hint}',
    fix: 'Correct the path; known there are {allowed}.',
  },
  'language.mapping.may_be_missing': {
    message: 'The field "{path}" may be missing in the source, and nothing is said about that.',
    fix: 'Give a "default", or mark it "optional" so that the target is left out then.',
  },
  'language.mapping.may_be_null': {
    message: '{source} may be null, but the target takes {allowed}.',
    fix: 'Give a "default" that is used instead of null.',
  },
  'language.mapping.left_out': {
    message: 'The required field "{name}" is left out when its source is missing.',
    fix: 'Give a "default" instead of "optional".',
  },
  'language.mapping.type': {
    message: '{source} is {given}, but {allowed} is needed.',
    fix: 'Map another field, or turn the value into {allowed} with a function.',
  },
  'language.mapping.missing_field': {
    message: 'The required field "{name}" of the target is not mapped.',
    fix: 'Map the field "{name}".',
  },
  'language.mapping.unknown_field': {
    message: 'The target has no field "{name}".{hint}',
    fix: 'Remove it or correct its name; the target knows {allowed}.',
  },
  'language.mapping.cel_type': {
    message: 'The CEL expression does not fit its data: {reason}.',
    fix: 'Compare and compute only with values of the same type, and correct the names of the fields.',
  },
  'language.mapping.not_a_condition': {
    message: 'The condition gives {given}; true or false is needed.',
    fix: 'Write a comparison, such as trigger.amount > 100.',
  },
} as const;

/** Makes a problem of a mapping. */
export const mappingProblem = problemsOf(MAPPING_PROBLEMS);

import { problemsOf } from './problem.ts';

/** What a value can do wrong against its schema. */
export const CONTRACT_PROBLEMS = {
  'language.contract.type': {
    message: 'This is {given}; {allowed} is needed.',
    fix: 'Give {allowed} here.',
  },
  'language.contract.constant': {
    message: '{given} is not the one allowed value: {allowed}.',
    fix: 'Use the allowed value.',
  },
  'language.contract.enum': {
    message: '{given} is not one of the allowed values: {allowed}.',
    fix: 'Use one of the allowed values.',
  },
  'language.contract.required': {
    message: 'The field "{name}" is missing.',
    fix: 'Give the field "{name}"; it is required.',
  },
  'language.contract.unknown_field': {
    message: 'The field "{name}" is not known here.{hint}',
    fix: 'Remove it or correct its name; known are {allowed}.',
  },
  'language.contract.never': {
    message: 'No value is allowed here, but {given} was given.',
    fix: 'Leave it out.',
  },
  'language.contract.dependent': {
    message: 'The field "{name}" is missing, though "{other}" is there.',
    fix: 'Give "{name}" too, or leave "{other}" out.',
  },
  'language.contract.field_count': {
    message: 'The object has {given} fields; {allowed} are allowed.',
    fix: 'Change the number of fields.',
  },
  'language.contract.field_name': {
    message: 'The field name "{name}" is not allowed here.',
    fix: 'Rename the field so that it fits what the schema says about names.',
  },
  'language.contract.item_count': {
    message: 'The list has {given} items; {allowed} are allowed.',
    fix: 'Change the number of items.',
  },
  'language.contract.unique': {
    message: 'The items {first} and {second} of the list are equal.',
    fix: 'Keep each item once.',
  },
  'language.contract.contains': {
    message: '{given} items of the list are of the demanded kind; {allowed} are needed.',
    fix: 'Change the list so that it has {allowed} of them.',
  },
  'language.contract.length': {
    message: 'The text has {given} characters; {allowed} are allowed.',
    fix: 'Change the length of the text.',
  },
  'language.contract.pattern': {
    message: 'The text {given} does not have the form {allowed}.',
    fix: 'Write it as the pattern demands.',
  },
  'language.contract.pattern_too_long': {
    message: 'The text is too long ({given} characters) to be compared with the pattern {allowed}.',
    fix: 'Shorten the text, or take the pattern off this field.',
  },
  'language.contract.format': {
    message: '{given} is not {allowed}.',
    fix: 'Write the value as {allowed}.',
  },
  'language.contract.range': {
    message: 'The number {given} is out of range: it must be {allowed}.',
    fix: 'Give a number that is {allowed}.',
  },
  'language.contract.multiple': {
    message: 'The number {given} is not a multiple of {allowed}.',
    fix: 'Round it to a multiple of {allowed}.',
  },
  'language.contract.none_fits': {
    message: '{given} fits none of the {allowed} allowed shapes.',
    fix: 'Compare the value with the shapes that the schema offers and follow one of them.',
  },
  'language.contract.several_fit': {
    message: '{given} fits {count} shapes, but must fit exactly one.',
    fix: 'Change the value so that only one of the shapes fits.',
  },
  'language.contract.excluded': {
    message: '{given} has a shape that is excluded here.',
    fix: 'Change the value so that it no longer has the excluded shape.',
  },
  'language.contract.too_complex': {
    message: 'The value could not be checked to the end: the schema is too deep or too entangled for it.',
    fix: 'Simplify the schema (fewer alternatives within alternatives, fewer references), or send a smaller value.',
  },
} as const;

/** Makes a problem of a value against its schema. */
export const contractProblem = problemsOf(CONTRACT_PROBLEMS);

import { stringifyJson } from '../../../src/foundation/index.ts';
import type { MappingFunction } from '../../../src/language/index.ts';

/** `round(number, decimals?, mode?)` */
export function signatureOf({ name, parameters }: MappingFunction): string {
  const names = parameters.map((parameter) => {
    return `${parameter.name}${parameter.isRepeated === true ? '…' : ''}${parameter.isOptional === true ? '?' : ''}`;
  });
  return `${name}(${names.join(', ')})`;
}

/** The example of a function as a call and its result. */
export function exampleOf({ name, example }: MappingFunction): { readonly call: string; readonly result: string } {
  const args = example.args.map((argument) => stringifyJson(argument));
  return { call: `${name}(${args.join(', ')})`, result: stringifyJson(example.result) };
}

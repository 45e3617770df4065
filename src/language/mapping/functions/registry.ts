/** All functions of the mapping language, by name and in the order of the reference page. */
import { nameKinds } from '../../contract/value-kind.ts';
import { DATE_FUNCTIONS } from './date-functions.ts';
import { LIST_FUNCTIONS } from './list-functions.ts';
import { LOGIC_FUNCTIONS } from './logic-functions.ts';
import type { FunctionParameter, MappingFunction } from './mapping-function.ts';
import { MONEY_FUNCTIONS } from './money-functions.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';

export const MAPPING_FUNCTIONS: readonly MappingFunction[] = [
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...MONEY_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...LIST_FUNCTIONS,
  ...LOGIC_FUNCTIONS,
];

const BY_NAME: ReadonlyMap<string, MappingFunction> = new Map(MAPPING_FUNCTIONS.map((entry) => [entry.name, entry]));

/** The function of a name, or undefined. */
export function functionNamed(name: string): MappingFunction | undefined {
  return BY_NAME.get(name);
}

/** The least and the most arguments a function takes. */
export function argumentRange(entry: MappingFunction): { readonly min: number; readonly max: number } {
  const min = entry.parameters.filter((parameter) => parameter.isOptional !== true).length;
  const isOpen = entry.parameters.at(-1)?.isRepeated === true;
  return { min, max: isOpen ? MAX_ARGUMENTS : entry.parameters.length };
}

/** The parameter that an argument's position belongs to. */
export function parameterAt(entry: MappingFunction, position: number): FunctionParameter | undefined {
  const last = entry.parameters.at(-1);
  return entry.parameters[position] ?? (last?.isRepeated === true ? last : undefined);
}

/** The reference of all functions as a Markdown table. */
export function renderFunctionReference(): string {
  const lines = ['| Function | Does | Example | Gives |', '|---|---|---|---|'];
  for (const entry of MAPPING_FUNCTIONS) {
    const example = `${entry.name}(${entry.example.args.map((arg) => JSON.stringify(arg)).join(', ')})`;
    const cells = [
      `\`${signatureOf(entry)}\``,
      entry.summary,
      `\`${example}\``,
      `\`${JSON.stringify(entry.example.result)}\``,
    ];
    lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  }
  return `${lines.join('\n')}\n`;
}

const MAX_ARGUMENTS = 50;

function signatureOf(entry: MappingFunction): string {
  const parameters = entry.parameters.map((parameter) => {
    const name = parameter.isRepeated === true ? `${parameter.name}…` : parameter.name;
    return `${name}${parameter.isOptional === true ? '?' : ''}: ${kindWords(parameter.kinds)}`;
  });
  return `${entry.name}(${parameters.join(', ')})`;
}

function kindWords(kinds: number): string {
  return nameKinds(kinds).replaceAll(/\b(?:a|an) /g, '');
}

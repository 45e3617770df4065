/** Values, types and expressions in a few words. */
import { isObject, type JsonValue } from '../../src/foundation/index.ts';
import { type Expression, KIND, nameKinds, schemaFacts, type ValueType } from '../../src/language/index.ts';
import { leafText } from '../parts/data-rows.ts';
import { actionWords } from '../words/actions.ts';
import { mapperWords } from '../words/mapper.ts';
import { copiedPath, headOf } from './expression-edit.ts';

const SHORT = 60;

/** A value in one short line. */
export function shortValue(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `[${actionWords.data.entries(value.length)}]`;
  if (isObject(value)) return `{${actionWords.data.entries(Object.keys(value).length)}}`;
  return leafText(value, SHORT);
}

/** A type in few words: `text`, `date`, `list of objects`. */
export function typeWords(type: ValueType): string {
  if (type.isUnknown) return 'any';
  const { format, values } = schemaFacts(type);
  const kinds = type.kinds & ~KIND.null;
  if (kinds === KIND.text && format !== undefined) return format === 'date-time' ? 'date and time' : format;
  if (kinds === KIND.text && values !== undefined && values.length > 1) return 'choice';
  if (kinds === KIND.list) return type.itemAt === undefined ? 'list' : `list of ${plural(typeWords(type.itemAt()))}`;
  return nameKinds(kinds === 0 ? type.kinds : kinds).replaceAll(/\b(?:a|an) /g, '');
}

function plural(words: string): string {
  if (words === 'any') return 'anything';
  return /^(?:text|number|object|list|whole number|date)$/.test(words) ? `${words}s` : words;
}

/** An expression in a few words, for a list or a sentence. */
export function expressionWords(expression: Expression | undefined): string {
  const head = headOf(expression);
  if (expression === undefined || head === undefined) return mapperWords.live.nothing;
  const parts = expression as unknown as Record<string, JsonValue>;
  if (head === 'from') return copiedPath(expression) ?? '';
  if (head === 'value') return shortValue(parts['value']);
  if (head === 'fn') return `${String(parts['fn'])}(${argumentWords(parts['args'])})`;
  if (head === 'each') return mapperWords.suggestion.each(expressionWords(parts['each'] as unknown as Expression));
  if (head === 'template' || head === 'cel') return shortValue(parts[head]);
  return mapperWords.heads[head].toLowerCase();
}

function argumentWords(args: JsonValue | undefined): string {
  if (!Array.isArray(args)) return '';
  const shown = args.slice(0, 3).map((argument) => expressionWords(argument as unknown as Expression));
  return [...shown, ...(args.length > 3 ? ['…'] : [])].join(', ');
}

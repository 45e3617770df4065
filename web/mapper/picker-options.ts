/** What can be chosen for a position, by what was typed: fields, allowed values, constants, functions, other ways. */
import type { JsonValue } from '../../src/foundation/index.ts';
import { type Expression, KIND, MAPPING_FUNCTIONS, schemaFacts, type ValueType } from '../../src/language/index.ts';
import { mapperWords } from '../words/mapper.ts';
import { asFunction, asHead, type Head } from './expression-edit.ts';
import { type FieldOffer, offersInside, searchOffers } from './field-list.ts';
import { canMap } from './map-field.ts';
import type { TargetPlace } from './target-places.ts';
import { shortValue, typeWords } from './value-words.ts';

export interface PickerOption {
  readonly id: string;
  readonly label: string;
  /** The sample value, or what a function does. */
  readonly detail?: string;
  readonly isDisabled?: boolean;
  readonly field?: FieldOffer;
  readonly expression?: Expression;
}

export interface PickerGroup {
  readonly title: string;
  readonly options: readonly PickerOption[];
}

export type OtherHead = Exclude<Head, 'from' | 'fn'>;

const words = mapperWords;
const MAX_FUNCTIONS = 6;
const MAX_UNFIT = 8;

/** The groups for a position; empty ones are left out. */
export function pickerGroups(
  place: TargetPlace,
  { offers, typed }: { readonly offers: readonly FieldOffer[]; readonly typed: string },
): readonly PickerGroup[] {
  const groups = [
    { title: words.slot.fields, options: fieldOptions(place, offersInside(offers, place.loops), typed) },
    { title: words.slot.values, options: valueOptions(place.type, typed) },
    { title: words.slot.functions, options: functionOptions(place, typed) },
    { title: words.slot.other, options: otherOptions(place, typed) },
  ];
  return groups.filter(({ options }) => options.length > 0);
}

function fieldOptions(place: TargetPlace, offers: readonly FieldOffer[], typed: string): readonly PickerOption[] {
  const found = searchOffers(offers, typed).filter(({ path }) => path !== '');
  const fitting = found.filter((field) => canMap(place, field));
  const unfit = typed.trim() === '' ? [] : found.filter((field) => !canMap(place, field)).slice(0, MAX_UNFIT);
  return [
    ...fitting.map((field) => ({
      id: `field ${field.path}`,
      label: field.path,
      detail: shortValue(field.sample),
      field,
    })),
    ...unfit.map((field) => ({
      id: `unfit ${field.path}`,
      label: field.path,
      detail: `${words.slot.doesNotFit}: ${typeWords(field.type)}`,
      isDisabled: true,
    })),
  ];
}

/** Values of an enumeration or a truth value, and what was typed as a constant. */
function valueOptions(type: ValueType, typed: string): readonly PickerOption[] {
  const listed = schemaFacts(type).values ?? (type.kinds === KIND.boolean ? [true, false] : []);
  const wanted = typed.trim().toLowerCase();
  const allowed = listed.filter((value) => shortValue(value).toLowerCase().includes(wanted));
  const own = listed.length > 0 ? undefined : constantOf(type, typed);
  return [
    ...allowed.map((value) => ({ id: `value ${shortValue(value)}`, label: shortValue(value), expression: { value } })),
    ...(own === undefined
      ? []
      : [{ id: 'typed', label: words.slot.constant(shortValue(own)), expression: { value: own } }]),
  ];
}

/** What was typed, as a value of the kind that is needed; undefined when it cannot be one. */
export function constantOf({ kinds, isUnknown }: ValueType, typed: string): JsonValue | undefined {
  const text = typed.trim();
  if (text === '' || text.startsWith('{{')) return undefined;
  const isNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(text);
  if (isNumber && (isUnknown || (kinds & (text.includes('.') ? KIND.fraction : KIND.integer)) !== 0))
    return Number(text);
  if (/^(?:true|false)$/.test(text) && (kinds & KIND.boolean) !== 0 && !isUnknown) return text === 'true';
  return isUnknown || (kinds & KIND.text) !== 0 ? typed : undefined;
}

function functionOptions({ expression, type }: TargetPlace, typed: string): readonly PickerOption[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted.length < 2) return [];
  return MAPPING_FUNCTIONS.filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(wanted))
    .filter(({ result }) => type.isUnknown || (result & type.kinds) !== 0)
    .slice(0, MAX_FUNCTIONS)
    .map(({ name, title, summary }) => ({
      id: `fn ${name}`,
      label: `${title} (${name})`,
      detail: summary,
      expression: asFunction(name, expression),
    }));
}

function otherOptions({ expression, type }: TargetPlace, typed: string): readonly PickerOption[] {
  const wanted = typed.trim().toLowerCase();
  return otherHeads(type)
    .filter((head) => words.heads[head].toLowerCase().includes(wanted))
    .map((head) => ({ id: `head ${head}`, label: words.heads[head], expression: asHead(head, expression, type) }));
}

/** The other kinds of expression that can give what a position needs. */
export function otherHeads({ kinds, isUnknown }: ValueType): readonly OtherHead[] {
  const heads: OtherHead[] = ['value'];
  if (isUnknown || (kinds & KIND.text) !== 0) heads.push('template');
  heads.push('table');
  if (isUnknown || (kinds & KIND.object) !== 0) heads.push('object');
  if (isUnknown || (kinds & KIND.list) !== 0) heads.push('each', 'list');
  return [...heads, 'cel'];
}

/** The settings of a connector as fields of a form, read from its JSON Schema, and the settings that come of them. */
import { isObject, type JsonObject, type JsonValue, makeObject } from '../../src/foundation/index.ts';
import { connectWords as words } from '../words/connect.ts';
import { type ConnectionValues, settingKey } from './credential-draft.ts';

export interface SettingField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: 'text' | 'number' | 'flag' | 'choice';
  readonly choices: readonly string[];
  readonly isRequired: boolean;
  readonly pattern: string | undefined;
  readonly initial: string;
}

/** The fields of an object schema, the required ones first. */
export function settingFields(schema: JsonValue): readonly SettingField[] {
  if (!isObject(schema) || !isObject(schema.properties)) return [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(schema.properties).map(([name, property]) =>
    fieldOf(name, property as JsonValue, required.includes(name)),
  );
  return fields.toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired));
}

function fieldOf(name: string, property: JsonValue, isRequired: boolean): SettingField {
  const schema = isObject(property) ? property : makeObject();
  const choices = Array.isArray(schema.enum) ? schema.enum.map(String) : [];
  return {
    name,
    title: textOr(schema.title, name),
    description: textOr(schema.description, ''),
    kind: kindOf(schema, choices),
    choices,
    isRequired,
    pattern: typeof schema.pattern === 'string' ? schema.pattern : undefined,
    initial: schema.default === undefined || isObject(schema.default) ? '' : String(schema.default),
  };
}

function kindOf({ type }: JsonObject, choices: readonly string[]): SettingField['kind'] {
  if (choices.length > 0) return 'choice';
  if (type === 'boolean') return 'flag';
  return type === 'integer' || type === 'number' ? 'number' : 'text';
}

function textOr(value: JsonValue | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** What is wrong with a value, or null. */
export function settingProblem(field: SettingField, value: string): string | null {
  if (value.trim() === '') return field.isRequired && field.kind !== 'flag' ? words.fieldMissing(field.title) : null;
  if (field.kind === 'number' && !Number.isFinite(Number(value))) return words.numberWrong;
  const isMatch = field.pattern === undefined || new RegExp(field.pattern, 'u').test(value.trim());
  return isMatch ? null : field.description || words.settingWrong;
}

/** What is wrong with all of them, by their names in a form. */
export function settingProblems(values: ConnectionValues, fields: readonly SettingField[]): Record<string, string> {
  const problems = fields.flatMap((field) => {
    const problem = settingProblem(field, values[settingKey(field.name)] ?? '');
    return problem === null ? [] : [[settingKey(field.name), problem]];
  });
  return Object.fromEntries(problems);
}

/** The settings as they were typed into a form. */
export function typedSettings(fields: readonly SettingField[], values: ConnectionValues): JsonObject {
  return settingsOf(fields, Object.fromEntries(fields.map(({ name }) => [name, values[settingKey(name)] ?? ''])));
}

/** The settings as the API takes them; what was left empty is left out. */
export function settingsOf(fields: readonly SettingField[], values: Readonly<Record<string, string>>): JsonObject {
  const given = fields.filter(({ name, kind }) => kind === 'flag' || (values[name] ?? '').trim() !== '');
  return makeObject(
    given.map((field): [string, JsonValue] => [field.name, readValue(field, values[field.name] ?? '')]),
  );
}

function readValue({ kind }: SettingField, text: string): JsonValue {
  if (kind === 'flag') return text === 'true';
  return kind === 'number' ? Number(text) : text.trim();
}

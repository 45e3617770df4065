import { isObject, type JsonObject, type JsonValue, NumericText, ownValue, type Problem } from '../foundation/index.ts';
import { fail } from './errors.ts';

/** What a text field has to look like. */
export interface TextRule {
  readonly isRequired?: boolean;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

const DEFAULT_TEXT_LENGTH = 1_000;

/** An address that is plausible; whether it receives anything is not the stand-in's business. */
export const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * Reads the fields of a request and collects every fault, so that the sender hears of all of them at once: read, then
 * `check()`.
 */
export class FieldReader {
  readonly #body: JsonObject;
  readonly #at: string;
  readonly #problems: Problem[];

  constructor(body: JsonObject, at = '', problems: Problem[] = []) {
    this.#body = body;
    this.#at = at;
    this.#problems = problems;
  }

  /** The text, or null when the field is absent or null. */
  text(name: string, rule: TextRule = {}): string | null {
    const value = ownValue(this.#body, name) ?? null;
    if (value === null || value === '') {
      if (rule.isRequired === true) this.refuse(name, 'required', 'This field is required.');
      return null;
    }
    if (typeof value !== 'string') return this.refuse(name, 'type', 'This field must be a text.');
    if (value.length > (rule.maxLength ?? DEFAULT_TEXT_LENGTH))
      return this.refuse(name, 'too_long', 'This text is too long.');
    if (rule.pattern?.test(value) === false)
      return this.refuse(name, 'format', 'This text does not have the right form.');
    return value;
  }

  /** A required text; an empty one stands for a fault that `check()` will report. */
  requiredText(name: string, rule: TextRule = {}): string {
    return this.text(name, { ...rule, isRequired: true }) ?? '';
  }

  /** The number as it was written, or null when it is absent. */
  number(name: string): number | NumericText | null {
    const value = ownValue(this.#body, name) ?? null;
    if (value === null || typeof value === 'number' || value instanceof NumericText) return value;
    return this.refuse(name, 'type', 'This field must be a number.');
  }

  /** A whole number within bounds, or null when it is absent. */
  integer(name: string, bounds: { readonly min: number; readonly max: number }): number | null {
    const value = this.number(name);
    if (value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= bounds.min && value <= bounds.max)
      return value;
    return this.refuse(name, 'range', `This field must be a whole number from ${bounds.min} to ${bounds.max}.`);
  }

  /** A number within bounds, or null when it is absent. */
  fraction(name: string, bounds: { readonly min: number; readonly max: number }): number | null {
    const value = this.number(name);
    if (value === null) return null;
    const plain = Number(String(value));
    if (plain >= bounds.min && plain <= bounds.max) return plain;
    return this.refuse(name, 'range', `This field must be a number from ${bounds.min} to ${bounds.max}.`);
  }

  /** True or false; false when absent. */
  flag(name: string): boolean {
    const value = ownValue(this.#body, name) ?? false;
    if (typeof value === 'boolean') return value;
    this.refuse(name, 'type', 'This field must be true or false.');
    return false;
  }

  /** A reader of the object in this field, or undefined when it is absent. */
  object(name: string): FieldReader | undefined {
    const value = ownValue(this.#body, name) ?? null;
    if (value === null) return undefined;
    if (isObject(value)) return new FieldReader(value, `${this.#at}/${name}`, this.#problems);
    this.refuse(name, 'type', 'This field must be an object.');
    return undefined;
  }

  /** A reader for each object of the list in this field; empty when it is absent. */
  objects(name: string, maxItems: number): FieldReader[] {
    const value: JsonValue = ownValue(this.#body, name) ?? [];
    if (!Array.isArray(value) || value.length > maxItems || !value.every(isObject)) {
      this.refuse(name, 'type', `This field must be a list of at most ${maxItems} objects.`);
      return [];
    }
    return value.map(
      (item, index) => new FieldReader(item as JsonObject, `${this.#at}/${name}/${index}`, this.#problems),
    );
  }

  /** The texts of the list in this field; empty when it is absent. */
  texts(name: string, allowed: readonly string[]): string[] {
    const value: JsonValue = ownValue(this.#body, name) ?? [];
    const isFine = Array.isArray(value) && value.every((item) => typeof item === 'string' && allowed.includes(item));
    if (isFine) return value as string[];
    this.refuse(name, 'value', `This field must be a list of: ${allowed.join(', ')}.`);
    return [];
  }

  /** Notes a fault of a field and gives null, so that a reading method can end with it. */
  refuse(name: string, code: string, message: string): null {
    this.#problems.push({
      pointer: `${this.#at}/${name}`,
      code,
      message,
      fix: 'Correct this field and send the request again.',
    });
    return null;
  }

  /** Throws `sandbox.fields.invalid` with all faults, if there are any. */
  check(): void {
    if (this.#problems.length > 0) throw fail('sandbox.fields.invalid', { problems: this.#problems });
  }
}

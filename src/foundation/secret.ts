/**
 * A value that must not be seen. However it is printed, logged, joined or serialised, it shows `[secret]`; only
 * `reveal()` gives it out, so every use is one grep away.
 */
const SHOWN = '[secret]';

export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Call it as late as possible, and pass it on only into what needs it. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN;
  }
}

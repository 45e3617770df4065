/** Writes a text that a pattern takes, for an example request. Simple patterns only; whoever asks checks the outcome. */
const MAX_REPEAT = 40;
const MAX_LENGTH = 2_000;
const MAX_NESTING = 40;
const LIKELY = [...'aA1-_.:/@ z9Zb,;+#'];
const ESCAPES: Readonly<Record<string, string>> = {
  d: '1',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
  n: '\n',
  t: '\t',
  r: '\r',
};

/** A text that the pattern probably takes; `extra` turns more than the fewest are made of each repetition. */
export function samplePattern(source: string, extra: number): string | undefined {
  try {
    return new Sampler(source, extra).text();
  } catch {
    return undefined;
  }
}

class Sampler {
  readonly #source: string;
  readonly #extra: number;
  #at = 0;
  #depth = 0;

  constructor(source: string, extra: number) {
    this.#source = source;
    this.#extra = extra;
  }

  text(): string {
    return this.#choice().slice(0, MAX_LENGTH);
  }

  /** The first alternative; the others are read over. */
  #choice(): string {
    this.#depth += 1;
    if (this.#depth > MAX_NESTING) throw new Error('nested too deep');
    const first = this.#sequence();
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      this.#sequence();
    }
    this.#depth -= 1;
    return first;
  }

  #sequence(): string {
    let text = '';
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const atom = this.#atom();
      text += atom.repeat(this.#times(atom));
      if (text.length > MAX_LENGTH) throw new Error('too long');
    }
    return text;
  }

  #atom(): string {
    const character = this.#source[this.#at] as string;
    this.#at += 1;
    if (character === '(') return this.#group();
    if (character === '[') return this.#class();
    if (character === '\\') return this.#escape();
    if (character === '^' || character === '$') return '';
    return character === '.' ? 'a' : character;
  }

  #group(): string {
    const rest = this.#source.slice(this.#at, this.#at + 60);
    const opening = /^\?(?::|=|!|<=|<!|<\w+>)/.exec(rest)?.[0] ?? '';
    this.#at += opening.length;
    const text = this.#choice();
    if (this.#source[this.#at] !== ')') throw new Error('a group has no end');
    this.#at += 1;
    return /^\?(?:=|!|<=|<!)$/.test(opening) ? '' : text;
  }

  #escape(): string {
    const letter = this.#source[this.#at] ?? '';
    this.#at += 1;
    if (letter === 'b' || letter === 'B') return '';
    const code = /^(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(this.#source.slice(this.#at - 1, this.#at + 4));
    if (code !== null) {
      this.#at += (code[0] as string).length - 1;
      return String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '61', 16));
    }
    const property = /^\{[^}]{1,40}\}/.exec(this.#source.slice(this.#at, this.#at + 50));
    if ((letter === 'p' || letter === 'P') && property !== null) {
      this.#at += property[0].length;
      return fitting(`\\${letter}${property[0]}`);
    }
    return ESCAPES[letter] ?? letter;
  }

  #class(): string {
    const start = this.#at - 1;
    for (let isFirst = true; this.#at < this.#source.length; isFirst = false, this.#at += 1) {
      const character = this.#source[this.#at];
      if (character === '\\') this.#at += 1;
      else if (character === ']' && !isFirst) break;
    }
    this.#at += 1;
    return fitting(this.#source.slice(start, this.#at));
  }

  #times(atom: string): number {
    const found = /^(?:([*+?])|\{(\d{1,5})(,?)(\d{0,5})\})\??/.exec(this.#source.slice(this.#at, this.#at + 16));
    if (found === null) return 1;
    this.#at += found[0].length;
    const [min, max] = rangeOf(found);
    if (min * Math.max(1, atom.length) > MAX_LENGTH) throw new Error('too long');
    return Math.min(max, min + Math.min(this.#extra, MAX_REPEAT));
  }
}

function rangeOf([, sign, low, comma, high]: RegExpExecArray): [number, number] {
  if (sign === '?') return [0, 1];
  if (sign !== undefined) return [sign === '+' ? 1 : 0, Number.POSITIVE_INFINITY];
  const min = Number(low);
  if (comma === '') return [min, min];
  return [min, high === '' ? Number.POSITIVE_INFINITY : Number(high)];
}

/** A character of a class of characters; the class alone has nothing to go back for. */
function fitting(characters: string): string {
  const expression = new RegExp(`^${characters}$`, 'v');
  const found = LIKELY.find((character) => expression.test(character));
  if (found !== undefined) return found;
  for (let code = 0x21; code < 0x3_00; code += 1) {
    const character = String.fromCharCode(code);
    if (expression.test(character)) return character;
  }
  throw new Error('no character fits');
}

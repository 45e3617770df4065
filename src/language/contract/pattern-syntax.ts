/**
 * Reads a regular expression into a tree. Only what a linear matcher can run is taken: no backreference, no lookbehind.
 * What one character may be is left to the native engine, asked about one character at a time, so classes, escapes and
 * Unicode properties mean exactly what ECMA-262 says.
 */
/** A set of characters. Those beyond ASCII are not told apart: any two sets that have some of them may share one. */
export interface CharacterSet {
  /** Bit n stands for the character n. */
  readonly ascii: bigint;
  readonly isBeyondAscii: boolean;
}

export type PatternNode =
  | { readonly kind: 'char'; readonly isMatch: (codePoint: number) => boolean; readonly characters: CharacterSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'look'; readonly node: PatternNode; readonly isNegated: boolean }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'boundary'; readonly isNegated: boolean };

/** Why a pattern cannot be used; the message is for people. */
export class PatternError extends Error {}

const MAX_GROUP_DEPTH = 50;
const REPEAT = /\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/y;
const ESCAPE =
  /\\(?:[pP]\{[^}]*\}|x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]+\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|c[A-Za-z]|[\s\S])/y;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/y;

/** Reads a pattern; throws `PatternError`. */
export function parsePattern(source: string): PatternNode {
  return new PatternReader(source).read();
}

class PatternReader {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw new PatternError('a ")" has no "("');
    return node;
  }

  #choice(): PatternNode {
    this.#depth += 1;
    if (this.#depth > MAX_GROUP_DEPTH) throw new PatternError('groups are nested too deeply');
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    this.#depth -= 1;
    return nodes.length === 1 ? (nodes[0] as PatternNode) : { kind: 'choice', nodes };
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] as string)) nodes.push(this.#term());
    return { kind: 'sequence', nodes };
  }

  #term(): PatternNode {
    const node = this.#atom();
    const range = this.#repeatRange();
    if (range === undefined) return node;
    this.#take('?');
    if (this.#repeatRange() !== undefined) throw new PatternError('a quantifier follows a quantifier');
    return { kind: 'repeat', node, ...range };
  }

  #repeatRange(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    const match = this.#match(REPEAT);
    if (match === undefined) return undefined;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : Number(match[3] ?? Number.POSITIVE_INFINITY);
    if (max < min) throw new PatternError(`the quantifier ${match[0]} counts backwards`);
    return { min, max };
  }

  #atom(): PatternNode {
    const character = this.#source[this.#at] as string;
    if (character === '(') return this.#group();
    if (character === '^' || character === '$') {
      this.#at += 1;
      return { kind: character === '^' ? 'start' : 'end' };
    }
    if ('*+?'.includes(character)) throw new PatternError(`there is nothing before "${character}" to repeat`);
    if (character === '\\') return this.#escape();
    if (character === '[') {
      const match = this.#match(CLASS);
      if (match === undefined) throw new PatternError('a "[" has no "]"');
      return charNode(match[0]);
    }
    if (this.#take('.')) return charNode('.');
    return this.#literal();
  }

  #literal(): PatternNode {
    const wanted = this.#source.codePointAt(this.#at) as number;
    this.#at += wanted > 0xffff ? 2 : 1;
    const isAscii = wanted < ASCII_SIZE;
    const characters = { ascii: isAscii ? 1n << BigInt(wanted) : 0n, isBeyondAscii: !isAscii };
    return { kind: 'char', isMatch: (codePoint) => codePoint === wanted, characters };
  }

  #group(): PatternNode {
    this.#at += 1;
    const look = this.#look();
    if (look === undefined && this.#source.startsWith('?', this.#at)) this.#groupHead();
    const node = this.#choice();
    if (!this.#take(')')) throw new PatternError('a "(" has no ")"');
    return look === undefined ? node : { kind: 'look', node, isNegated: look === '?!' };
  }

  #look(): string | undefined {
    const head = this.#source.slice(this.#at, this.#at + 2);
    if (head !== '?=' && head !== '?!') return undefined;
    this.#at += 2;
    return head;
  }

  #groupHead(): void {
    const head = /^\?(?::|<[A-Za-z_$][\w$]*>)/.exec(this.#source.slice(this.#at, this.#at + 80))?.[0];
    if (head === undefined) throw new PatternError('lookbehind and flags inside a group are not supported');
    this.#at += head.length;
  }

  #escape(): PatternNode {
    const token = this.#match(ESCAPE)?.[0];
    if (token === undefined) throw new PatternError('the pattern ends with a backslash');
    if (token === '\\b' || token === '\\B') return { kind: 'boundary', isNegated: token === '\\B' };
    if (/^\\[1-9k]/.test(token)) throw new PatternError('backreferences are not supported');
    return charNode(token);
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#source);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #take(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }
}

/** A class that names its characters, all of them below 128; so do `\d` and `\w`. */
const ASCII_CLASS = /^(?:\[(?!\^)(?:[ -[\]-~]|\\[dw]|\\[^A-Za-z0-9])*\]|\\[dw]|\\[!-/:-@[-`{-~])$/;
const ASCII_SIZE = 128;

function charNode(source: string): PatternNode {
  const expression = oneCharacter(source);
  const codes = Array.from({ length: ASCII_SIZE }, (_, code) => code);
  const isInAscii = codes.map((code) => expression.test(String.fromCharCode(code)));
  let ascii = 0n;
  for (const code of codes) if (isInAscii[code] === true) ascii |= 1n << BigInt(code);
  return {
    kind: 'char',
    isMatch: (code) => (code < ASCII_SIZE ? isInAscii[code] === true : expression.test(String.fromCodePoint(code))),
    characters: { ascii, isBeyondAscii: !ASCII_CLASS.test(source) },
  };
}

/** ECMA-262 is stricter with the flag `u`; patterns written without it, such as `\-`, are read as they were meant. */
function oneCharacter(source: string): RegExp {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^${source}$`, flags);
    } catch {
      // The next flags may read it.
    }
  }
  throw new PatternError(`"${source}" is not a character or a class`);
}

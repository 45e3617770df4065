/** Collects what was strange about a document: a bounded number of remarks of each code, the rest as a count. */
import type { ImportRemark } from './definition.ts';

/** Remarks of one code that are listed. */
const MAX_PER_CODE = 20;
const MAX_POINTER_LENGTH = 500;
const MAX_MESSAGE_LENGTH = 400;

type Weight = ImportRemark['weight'];

export class Remarks {
  readonly #byCode = new Map<string, { readonly listed: ImportRemark[]; more: number }>();
  readonly #seen = new Set<string>();

  /** Something of the document cannot be used. */
  lost(code: string, pointer: string, message: string): void {
    this.#add({ code, pointer, message, weight: 'lost' });
  }

  /** It works, but a person may want to know. */
  note(code: string, pointer: string, message: string): void {
    this.#add({ code, pointer, message, weight: 'note' });
  }

  /** All remarks, by code; the last listed one of a code says how many more there were. */
  list(): ImportRemark[] {
    return [...this.#byCode.values()].flatMap(({ listed, more }) =>
      listed.map((remark, index) => (more > 0 && index === listed.length - 1 ? { ...remark, more } : remark)),
    );
  }

  #add(remark: { code: string; pointer: string; message: string; weight: Weight }): void {
    const pointer = remark.pointer.slice(0, MAX_POINTER_LENGTH);
    const group = this.#byCode.get(remark.code) ?? { listed: [], more: 0 };
    this.#byCode.set(remark.code, group);
    if (group.listed.length >= MAX_PER_CODE) {
      group.more += 1;
      return;
    }
    const key = `${remark.code} ${pointer} ${remark.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    group.listed.push({ ...remark, pointer, message: remark.message.slice(0, MAX_MESSAGE_LENGTH) });
  }
}

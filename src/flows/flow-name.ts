const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_LENGTH = 64;
/** Room for a number at the end. */
const MAX_STEM_LENGTH = 58;

/** True for what a flow can be called in addresses: small letters and digits, with single hyphens between them. */
export function isFlowName(text: string): boolean {
  return text.length <= MAX_LENGTH && NAME.test(text);
}

/** A name made from a title: "A won deal → an invoice" is `a-won-deal-an-invoice`. */
export function nameFromTitle(title: string): string {
  // Letters lose their marks, as é its accent; what is no Latin letter or digit separates words.
  const plain = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return words.slice(0, MAX_STEM_LENGTH).replace(/-$/, '') || 'flow';
}

/** The name itself, then `name-2`, `name-3` and so on. */
export function* namesLike(name: string, count: number): Generator<string> {
  const stem = name.slice(0, MAX_STEM_LENGTH).replace(/-$/, '');
  yield name;
  for (let number = 2; number <= count; number += 1) yield `${stem}-${number}`;
}

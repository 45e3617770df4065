/** Names of operations: lower-case words of the document's own id, at most 64 characters, unique in the document. */
const MAX_NAME_LENGTH = 64;
const MAX_TITLE_LENGTH = 120;

/** Gives a name that is not taken yet, and takes it. */
export function nameOperation(
  from: { readonly id: string | undefined; readonly method: string; readonly path: string },
  taken: Set<string>,
): string {
  const own = from.id === undefined ? '' : snakeCase(from.id);
  return unique(shorten(own === '' ? snakeCase(`${from.method} ${wordsOfPath(from.path)}`) : own), taken);
}

/** A name that is not taken yet, for a trigger or any other list. */
export function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1)
    name = `${wanted.slice(0, MAX_NAME_LENGTH - 6).replace(/_+$/, '')}_${count}`;
  taken.add(name);
  return name;
}

/** `GetAccountsID` and `get-accounts.id` both become `get_accounts_id`. */
export function snakeCase(text: string): string {
  return text
    .slice(0, 1_000)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** At most 64 characters, cut between words where that leaves enough. */
export function shorten(name: string): string {
  if (name.length <= MAX_NAME_LENGTH) return name === '' ? 'unnamed' : name;
  const cut = name.slice(0, MAX_NAME_LENGTH + 1);
  const end = cut.lastIndexOf('_');
  return (end > MAX_NAME_LENGTH / 2 ? cut.slice(0, end) : cut.slice(0, MAX_NAME_LENGTH)).replace(/_+$/, '');
}

/** A name as a person reads it: `List invoices`. */
export function titleOf(name: string): string {
  const text = name.replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first line of a text, as a title. */
export function firstLine(text: string): string {
  return (text.trim().split(/\r?\n/, 1)[0] ?? '').slice(0, MAX_TITLE_LENGTH).trim();
}

function wordsOfPath(path: string): string {
  return path.replaceAll(/\{([^{}]*)\}/g, 'by_$1');
}

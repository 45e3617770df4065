/** The text that names where a secret lies: `<source>:<place>`. */

/** The sources of secrets, by the word that a reference begins with. */
export const SECRET_SOURCES = ['env', 'file', 'vault', 'aws'] as const;
export type SecretSourceName = (typeof SECRET_SOURCES)[number];

export interface ParsedReference {
  readonly source: SecretSourceName;
  readonly place: string;
}

/** Variables that references may name; all others belong to Holdfast or to the machine. */
export const SECRET_VARIABLES = 'HOLDFAST_SECRET_';

const MAX_LENGTH = 1_000;
/** One name of a path; it neither begins nor ends with a dot, so that no path leads upwards. */
const NAME = '[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?';

const PLACES: Readonly<Record<SecretSourceName, RegExp>> = {
  env: new RegExp(`^${SECRET_VARIABLES}[A-Z0-9_]+$`),
  file: new RegExp(`^${NAME}(?:/${NAME})*$`),
  vault: new RegExp(`^${NAME}(?:/${NAME})+#[^#\\s]+$`),
  // A name or an ARN (AWS Secrets Manager allows these characters in names), then a member.
  aws: /^[A-Za-z0-9/_+=.@:-]{1,600}(?:#[^#]+)?$/,
};

/** The parts of a reference, or undefined when it is none. */
export function parseReference(text: string): ParsedReference | undefined {
  const colon = text.indexOf(':');
  const source = SECRET_SOURCES.find((name) => name === text.slice(0, colon));
  const place = text.slice(colon + 1);
  if (source === undefined || text.length > MAX_LENGTH || !PLACES[source].test(place)) return undefined;
  return { source, place };
}

/** What an OAuth credential must be for its provider: a known one, a grant that it offers, the details that its addresses need. */
import { type OAuthProvider, providers } from '../connectors/index.ts';
import { isObject, type JsonObject, makeObject, ownValue } from '../foundation/index.ts';
import { didYouMean } from '../language/index.ts';
import type { CredentialReading } from './credential-reading.ts';

const CUSTOM = 'custom';

/** Notes the problems between an OAuth credential and its provider. */
export function checkProvider(reading: CredentialReading): void {
  const name = String(reading.valueOf('provider'));
  const provider = providers.get(name);
  const given = reading.valueOf('parameters');
  if (provider !== undefined) {
    checkGrant(reading, provider);
    checkParameters(reading, provider, isObject(given) ? given : makeObject());
  } else if (name !== CUSTOM) {
    const hint = didYouMean(name, [...providers.keys()]);
    reading.tellWrong({ name: 'provider', title: 'Provider' }, `the name of a known provider, or ${CUSTOM}.${hint}`);
  } else if (given !== undefined) {
    const context = { field: 'parameters', title: 'Details of the provider', other: 'provider', values: 'those known' };
    reading.tell('connections.credential.field_unused', 'parameters', context);
  }
}

function checkGrant(reading: CredentialReading, { grants, title }: OAuthProvider): void {
  if (grants.some((grant) => grant === reading.valueOf('grant'))) return;
  reading.tellWrong({ name: 'grant', title: 'Grant' }, `one that ${title} offers: ${grants.join(', ')}`);
}

function checkParameters(reading: CredentialReading, provider: OAuthProvider, given: JsonObject): void {
  const declared = provider.parameters ?? [];
  for (const { name, title, description, pattern, initial } of declared) {
    const field = { name: `parameters.${name}`, title };
    const value = ownValue(given, name) ?? initial;
    if (value === undefined) reading.tellMissing(field);
    else if (!new RegExp(pattern).test(String(value)))
      reading.tellWrong(field, `of the form ${pattern}: ${description}`);
  }
  const known = declared.map(({ name }) => name);
  for (const name of Object.keys(given).filter((key) => !known.includes(key))) {
    const field = `parameters.${name.slice(0, 100)}`;
    const context = { field, kind: `oauth2 of ${provider.title}`, hint: didYouMean(name, known) };
    reading.tell('connections.credential.field_unknown', field, context);
  }
}

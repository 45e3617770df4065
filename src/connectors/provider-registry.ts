/** Every OAuth provider there is, by what it is used for. The list equals the files of `providers/`; a test compares the two. */
import { didYouMean } from '../language/index.ts';
import { accountingProviders } from './accounting-providers.ts';
import { conversationProviders } from './conversation-providers.ts';
import { fail } from './errors.ts';
import { infrastructureProviders } from './infrastructure-providers.ts';
import { officeProviders } from './office-providers.ts';
import type { OAuthProvider } from './provider.ts';
import { salesProviders } from './sales-providers.ts';
import { workProviders } from './work-providers.ts';

/** Providers that are used for the same thing, for pages and lists. */
export interface ProviderGroup {
  readonly title: string;
  readonly providers: readonly OAuthProvider[];
}

/** All providers in their groups. */
export const PROVIDER_GROUPS: readonly ProviderGroup[] = [
  { title: 'Accounting and payments', providers: accountingProviders },
  { title: 'Sales, marketing and shops', providers: salesProviders },
  { title: 'Chat, mail, calls and support', providers: conversationProviders },
  { title: 'Projects, tasks and tables', providers: workProviders },
  { title: 'Documents, files and signatures', providers: officeProviders },
  { title: 'Code, operation and identity', providers: infrastructureProviders },
];

/** All providers by name, in alphabetical order. */
export const providers: ReadonlyMap<string, OAuthProvider> = new Map(
  PROVIDER_GROUPS.flatMap((group) => group.providers)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((provider) => [provider.name, provider]),
);

/** The provider of this name; throws `connectors.provider.not_found`, which lists the names that are near. */
export function findProvider(name: string): OAuthProvider {
  const provider = providers.get(name);
  if (provider !== undefined) return provider;
  const guess = didYouMean(name, [...providers.keys()]);
  throw fail('connectors.provider.not_found', {
    context: { provider: name.slice(0, 100), guess, known: namesNear(name).join(', ') },
  });
}

/** Names that hold what was asked for, or that it holds; all names when there are none. */
function namesNear(name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const names = [...providers.keys()];
  const near = wanted === '' ? [] : names.filter((known) => known.includes(wanted) || wanted.includes(known));
  return near.length > 0 ? near : names;
}

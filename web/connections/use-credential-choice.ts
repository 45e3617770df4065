/** Which way to sign in, at which provider and how: what the fields of a credential form depend on. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JsonObject } from '../../src/foundation/index.ts';
import { connectWords as words } from '../words/connect.ts';
import type { AuthWay } from './auth-ways.ts';
import { type ConnectionShown, type ProviderShown, providersQuery } from './connection-queries.ts';
import { type ConnectionValues, credentialOf, fieldProblems } from './credential-draft.ts';
import { CUSTOM_PROVIDER, oauthCredential, oauthProblems } from './oauth-draft.ts';

export interface CredentialChoice {
  readonly way: AuthWay | undefined;
  readonly setWay: (id: string) => void;
  /** Name of the OAuth provider; empty until one is chosen. */
  readonly provider: string;
  readonly setProvider: (name: string) => void;
  /** What is known of it; undefined for one whose addresses the person gives. */
  readonly known: ProviderShown | undefined;
  readonly providers: readonly ProviderShown[];
  readonly callbackUrl: string;
  readonly grant: string;
  readonly grants: readonly string[];
  readonly setGrant: (grant: string) => void;
  /** How the client proves itself; empty for what is usual. */
  readonly authentication: string;
  readonly setAuthentication: (authentication: string) => void;
  /** True when a person has to sign in at the provider before there is a connection. */
  readonly needsConsent: boolean;
  /** What the provider is called in a sentence. */
  readonly providerTitle: string;
  /** The credential as the API takes it. */
  readonly credential: (values: ConnectionValues) => JsonObject;
  /** What is wrong with the fields, by their names in the form. */
  readonly problems: (values: ConnectionValues) => Record<string, string>;
}

const EVERY_GRANT = Object.keys(words.oauth.grants);

/** What a connection signs in with already. */
type PresentWay = Pick<ConnectionShown, 'authKind' | 'provider' | 'grant'>;

/** Begins with the first way, or with the one that a connection has already. */
export function useCredentialChoice(ways: readonly AuthWay[], present?: PresentWay): CredentialChoice {
  const first = ways.find(({ kind }) => kind === present?.authKind) ?? ways[0];
  const [wayId, setWay] = useState(first?.id ?? '');
  const [chosen, setProvider] = useState(present?.provider ?? '');
  const [wantedGrant, setGrant] = useState<string>(present?.grant ?? 'authorization_code');
  const [authentication, setAuthentication] = useState('');
  const way = ways.find(({ id }) => id === wayId);
  const isOAuth = way?.kind === 'oauth2';
  const answer = useQuery({ ...providersQuery, enabled: isOAuth }).data;
  const provider = way?.provider === undefined || way.provider === 'any' ? chosen : way.provider;
  const known = answer?.providers.find(({ name }) => name === provider);
  const grants = known === undefined ? EVERY_GRANT : EVERY_GRANT.filter((grant) => known.grants.includes(grant));
  const grant = grants.includes(wantedGrant) ? wantedGrant : (grants[0] ?? wantedGrant);
  const oauth = { provider, grant, authentication };
  return {
    way,
    setWay,
    provider,
    setProvider,
    known,
    providers: answer?.providers ?? [],
    callbackUrl: answer?.callbackUrl ?? '',
    grant,
    grants,
    setGrant,
    authentication,
    setAuthentication,
    needsConsent: isOAuth && grant === 'authorization_code',
    providerTitle: known?.title ?? (provider === CUSTOM_PROVIDER ? words.provider : provider),
    credential: (values) => (isOAuth ? oauthCredential(oauth, values, known) : plainCredential(way, values)),
    problems: (values) => (isOAuth ? oauthProblems(oauth, values, known) : fieldProblems(way?.fields ?? [], values)),
  };
}

function plainCredential(way: AuthWay | undefined, values: ConnectionValues): JsonObject {
  return way === undefined ? { kind: 'none' } : credentialOf(way, values);
}

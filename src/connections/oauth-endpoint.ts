/** Where an OAuth credential is obtained and renewed, with every address complete. */
import { completeProvider, findProvider, type OAuthProvider } from '../connectors/index.ts';
import type { OAuthCredential } from './credential.ts';

/** What is taken of a provider that is known by its addresses only: what RFC 6749 says. */
const CUSTOM: Omit<OAuthProvider, 'authorizeUrl' | 'tokenUrl'> = {
  name: 'custom',
  title: 'the OAuth provider',
  grants: ['authorization_code', 'client_credentials', 'jwt_bearer'],
  pkce: 'supported',
  clientAuthentication: 'client_secret_basic',
  refresh: { rotation: 'sometimes' },
  quirks: [],
  consoleUrl: '',
  sources: [],
};

/** The provider of a credential, completed with the credential's parameters. Throws `connectors.provider.*`. */
export function endpointOf(credential: OAuthCredential<unknown>): OAuthProvider {
  const { endpoints, parameters = {}, pkce } = credential;
  const provider =
    endpoints === undefined
      ? completeProvider(findProvider(credential.provider), parameters)
      : { ...CUSTOM, authorizeUrl: '', ...endpoints };
  return pkce === undefined ? provider : { ...provider, pkce };
}

import { fail } from './errors.ts';
import type { VendorDefinition } from './vendor.ts';

/** The credentials that a stand-in accepts; any one of them is enough. */
export interface AcceptedCredentials {
  /** In the header `x-api-key`. */
  readonly apiKey: string;
  readonly bearerToken?: string;
  readonly basic?: { readonly user: string; readonly password: string };
}

/** Checks the headers of a call against these credentials. */
export function makeCredentialCheck(accepted: AcceptedCredentials): VendorDefinition['checkCredential'] {
  const { apiKey, bearerToken, basic } = accepted;
  const authorizations = new Set<string>();
  if (bearerToken !== undefined) authorizations.add(`Bearer ${bearerToken}`);
  if (basic !== undefined)
    authorizations.add(`Basic ${Buffer.from(`${basic.user}:${basic.password}`).toString('base64')}`);
  return (headers) => {
    const { authorization } = headers;
    const isRight =
      headers['x-api-key'] === apiKey || (typeof authorization === 'string' && authorizations.has(authorization));
    if (!isRight) throw fail('sandbox.sign_in.refused');
  };
}

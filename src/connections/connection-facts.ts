/** What can be told of a connection from its credential, without any of its secrets. */
import { certificateEndMs } from './client-certificate.ts';
import type { ConnectionFacts } from './connection-change.store.ts';
import type { Credential } from './credential.ts';
import { referencesOf } from './credential-secrets.ts';

/** What the credential itself says about its connection. */
export function factsOf(credential: Credential): Omit<ConnectionFacts, 'ownerId' | 'account'> {
  const endMs = credential.kind === 'mtls' ? certificateEndMs(credential.certificate) : undefined;
  return {
    provider: credential.kind === 'oauth2' ? credential.provider : null,
    grant: credential.kind === 'oauth2' ? credential.grant : null,
    references: referencesOf(credential).map(({ field, reference }) => `${field}: ${reference}`),
    expiresAt: endMs === undefined ? null : new Date(endMs),
  };
}

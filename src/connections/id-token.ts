/** As whom somebody consented, where the provider speaks OpenID Connect: for people to read, never to decide by. */
import { isObject, type JsonValue, ownValue, parseJson } from '../foundation/index.ts';

/** In the order in which people recognise themselves (OpenID Connect Core 1.0, 5.1). */
const CLAIMS = ['email', 'preferred_username', 'name', 'sub'];

/**
 * The account in an ID token that came straight from the token endpoint, which TLS vouches for (OpenID Connect Core 1.0,
 * 3.1.3.7, 6); undefined for anything else.
 */
export function accountInIdToken(idToken: string | undefined): string | undefined {
  const claims = claimsOf(idToken?.split('.')[1] ?? '');
  if (!isObject(claims)) return undefined;
  const texts = CLAIMS.map((claim) => ownValue(claims, claim));
  return texts.find((text): text is string => typeof text === 'string' && text !== '');
}

function claimsOf(payload: string): JsonValue | undefined {
  try {
    return parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

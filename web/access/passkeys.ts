/** Passkeys, by the browser's own functions (WebAuthn Level 3, 5.1.8 to 5.1.10). */
import { isObject, type JsonObject, parseJson } from '../../src/foundation/index.ts';
import { callAuth } from './auth-call.ts';

/** True where this browser can make and use passkeys. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential;
}

/** Signs in with a passkey of this device or a phone. Throws `AuthProblem`, and `NotAllowedError` when the person gives up. */
export async function signInByPasskey(): Promise<void> {
  const options = await callAuth('passkey/generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  const made = await navigator.credentials.get({ publicKey });
  await callAuth('passkey/verify-authentication', { response: responseOf(made) });
}

/** Makes a passkey for the signed-in person under a name that they will know it by. */
export async function addPasskey(name: string): Promise<void> {
  const options = await callAuth('passkey/generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  const made = await navigator.credentials.create({ publicKey });
  await callAuth('passkey/verify-registration', { response: responseOf(made), name });
}

/** True for the error of a person who closed the browser's own dialog. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}

function responseOf(credential: Credential | null): JsonObject {
  if (!(credential instanceof PublicKeyCredential)) throw new DOMException('no credential', 'NotAllowedError');
  const value = parseJson(JSON.stringify(credential.toJSON()));
  return isObject(value) ? value : {};
}

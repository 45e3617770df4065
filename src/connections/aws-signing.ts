import { Secret } from '../foundation/index.ts';
import type { SignedHeaders, SigningHop } from '../outbound/index.ts';
import { signAwsRequest } from '../vault/index.ts';
import type { AwsCredential } from './credential.ts';

/** What signs each hop of a call by AWS Signature Version 4, for the credential's region and service. */
export function awsSigner(credential: AwsCredential<string>): (hop: SigningHop) => Promise<SignedHeaders> {
  const { accessKeyId, secretAccessKey, sessionToken, region, service } = credential;
  const session = sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) };
  const credentials = { accessKeyId, secretAccessKey: new Secret(secretAccessKey), ...session };
  return async ({ nowMs, ...request }) => {
    const headers = await signAwsRequest(request, { credentials, region, service, nowMs });
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, new Secret(value)]));
  };
}

/** What fields of a credential must be together, each of them being good by itself. */
import type { AuthScheme, Connector } from '../connectors/index.ts';
import type { JsonValue } from '../foundation/index.ts';
import { findPairProblem } from './client-certificate.ts';
import { CREDENTIAL_FORMS } from './credential-forms.ts';
import { checkProvider } from './credential-provider-rules.ts';
import type { CredentialReading } from './credential-reading.ts';
import { readPrivateKey, signingAlgorithmOf } from './private-key.ts';

/** Notes the problems of a credential whose fields are all good by themselves. */
export function checkTogether(reading: CredentialReading, connector: Connector, scheme: AuthScheme): void {
  if (scheme.kind === 'api_key') checkPlace(reading, connector);
  if (scheme.kind === 'hmac') checkHmac(reading);
  if (scheme.kind === 'mtls') checkCertificate(reading);
  if (scheme.kind === 'oauth2') checkOAuth(reading, scheme.provider);
}

function checkPlace(reading: CredentialReading, connector: Connector): void {
  const given = reading.valueOf('in');
  const places = connector.auth.flatMap((scheme) => (scheme.kind === 'api_key' ? [scheme.in] : []));
  if (given !== undefined && !places.some((place) => place === given)) tellWrong(reading, 'in', places.join(' or '));
}

function checkHmac(reading: CredentialReading): void {
  const signed = reading.valueOf('signed');
  const covers = (part: string): boolean => Array.isArray(signed) && signed.includes(part);
  if (covers('timestamp')) need(reading, 'timestampHeader');
  if (covers('key_id') || reading.valueOf('keyIdHeader') !== undefined) need(reading, 'keyId');
  const headers = ['header', 'timestampHeader', 'keyIdHeader'];
  const names = headers.map((field) => String(reading.valueOf(field) ?? field).toLowerCase());
  for (const [index, field] of headers.entries()) {
    if (names.indexOf(names[index] as string) !== index) tellWrong(reading, field, 'the name of a header of its own');
  }
}

/** Whatever lies elsewhere cannot be tried now; it is told when it is used. */
function checkCertificate(reading: CredentialReading): void {
  const certificate = textOf(reading, 'certificate');
  const privateKey = textOf(reading, 'privateKey');
  const passphrase = textOf(reading, 'passphrase');
  const isElsewhere = passphrase === undefined && reading.valueOf('passphrase') !== undefined;
  if (certificate === undefined || privateKey === undefined || isElsewhere) return;
  const problem = findPairProblem({ certificate, privateKey, ...(passphrase === undefined ? {} : { passphrase }) });
  if (problem === 'other_key') tellWrong(reading, 'privateKey', 'the key of this certificate');
  if (problem === 'unreadable_key') {
    tellWrong(
      reading,
      'privateKey',
      'a private key in PEM that opens with the passphrase, or without when none is given',
    );
  }
}

function checkOAuth(reading: CredentialReading, provider: string): void {
  const isOther = provider !== 'any' && reading.valueOf('provider') !== provider;
  if (isOther) tellWrong(reading, 'provider', provider);
  else checkProvider(reading);
  const grant = reading.valueOf('grant');
  const isCustom = reading.valueOf('provider') === 'custom';
  if (isCustom && grant === 'authorization_code') need(reading, 'endpoints.authorizeUrl');
  // RFC 6749, 4.4: only a client that can keep a secret may ask in its own name.
  const hasProof = reading.valueOf('client.secret') !== undefined || reading.valueOf('client.privateKey') !== undefined;
  if (grant === 'client_credentials' && !hasProof) need(reading, 'client.secret');
  checkKeys(reading);
}

/** A key that lies elsewhere is told when it is used. */
function checkKeys(reading: CredentialReading): void {
  const names = ['client.privateKey', 'jwt.privateKey'];
  for (const name of names) {
    const pem = textOf(reading, name);
    if (pem === undefined) continue;
    if (readPrivateKey(pem) === undefined) tellWrong(reading, name, 'a private key in PEM without a passphrase');
    else if (name === 'jwt.privateKey') checkAlgorithm(reading, signingAlgorithmOf(pem));
  }
}

/** RS… and PS… are for every RSA key; each other algorithm has a kind of key of its own. */
function checkAlgorithm(reading: CredentialReading, usual: string): void {
  const given = textOf(reading, 'jwt.algorithm') ?? '';
  const isFitting = usual === 'RS256' ? /^[RP]S/.test(given) : given === usual;
  if (!isFitting) tellWrong(reading, 'jwt.algorithm', `one for this kind of key, such as ${usual}`);
}

function need(reading: CredentialReading, name: string): void {
  if (reading.valueOf(name) === undefined) reading.tellMissing(named(reading, name));
}

function tellWrong(reading: CredentialReading, name: string, allowed: string): void {
  reading.tellWrong(named(reading, name), allowed);
}

function named(reading: CredentialReading, name: string): { name: string; title: string } {
  const field = CREDENTIAL_FORMS[reading.kind].find((candidate) => candidate.name === name);
  return { name, title: field?.title ?? name };
}

function textOf(reading: CredentialReading, name: string): string | undefined {
  const value: JsonValue | undefined = reading.valueOf(name);
  return typeof value === 'string' ? value : undefined;
}

/** One connection of every scheme, with a canary in each of its secret fields. */
import { generateKeyPairSync } from 'node:crypto';
import type { TestCertificate } from '../certificates.ts';
import { keyCanary, makeCanary } from './canaries.ts';
import type { Witness } from './witness.ts';

export interface SchemeCase {
  readonly name: string;
  readonly credential: Readonly<Record<string, unknown>>;
  /** Canaries that the vendor knows as well, or may come to know. */
  readonly known: readonly string[];
  readonly isSecure?: boolean;
}

export interface SchemeParts {
  readonly witness: Witness;
  /** Token endpoint of a caller. */
  readonly tokenUrl: (caller: string) => string;
  /** The certificate that the connection shows, sealed with the passphrase. */
  readonly certificate: TestCertificate;
  readonly passphrase: string;
}

/** Of these the values lie outside; the product is started with them. */
export const OUTSIDE = { variable: 'HOLDFAST_SECRET_CANARY', file: 'canary' };

/** In headers no other signs can stand, and in no form of a token does a space. */
const HEADER_ODD = `+/=&"\\'<>%41`;

/** Every scheme that signs in without a person. */
export function schemeCases({ witness, tokenUrl, certificate, passphrase }: SchemeParts): SchemeCase[] {
  const make = (name: string, odd = HEADER_ODD): string => witness.guard(makeCanary(name, odd));
  const key = (name: string): string => witness.guard(keyCanary(name, makeRsaKey()));
  const shared = (name: string, credential: SchemeCase['credential'], ...known: string[]): SchemeCase => ({
    name,
    credential,
    known,
  });
  const awsSecret = make('AWS secret key');
  const hmac = make('HMAC secret');
  return [
    shared('key-header', { kind: 'api_key', in: 'header', key: make('API key in a header') }),
    shared('key-query', { kind: 'api_key', in: 'query', key: make('API key in the query') }),
    shared('bearer', { kind: 'bearer', token: make('bearer token') }),
    // So long that whoever cuts an answer before masking it cuts through this one.
    shared('long-bearer', { kind: 'bearer', token: witness.guard(makeCanary('long bearer token', '-', 1_600)) }),
    shared('basic', { kind: 'basic', username: 'ada', password: make('password', `${HEADER_ODD}; é`) }),
    shared('hmac', hmacCredential(hmac), hmac),
    {
      ...shared(
        'mtls',
        { kind: 'mtls', certificate: certificate.cert, privateKey: certificate.key, passphrase },
        passphrase,
      ),
      isSecure: true,
    },
    shared('aws', awsCredential(awsSecret, make('AWS session token')), awsSecret),
    shared('from-env', { kind: 'bearer', token: { reference: `env:${OUTSIDE.variable}` } }),
    shared('from-file', { kind: 'api_key', in: 'header', key: { reference: `file:${OUTSIDE.file}` } }),
    ...oauthCases({ make, key, tokenUrl }),
  ];
}

function oauthCases({
  make,
  key,
  tokenUrl,
}: {
  make: (name: string) => string;
  key: (name: string) => string;
  tokenUrl: (caller: string) => string;
}): SchemeCase[] {
  const oauth = (name: string, more: object) => ({
    name,
    known: [],
    credential: { kind: 'oauth2', provider: 'custom', endpoints: { tokenUrl: tokenUrl(name) }, ...more },
  });
  const jwt = { issuer: 'us', subject: 'them', algorithm: 'RS256', privateKey: key('JWT bearer key') };
  const proof = { authentication: 'private_key_jwt', privateKey: key('private_key_jwt key') };
  return [
    oauth('client-basic', {
      grant: 'client_credentials',
      client: { id: 'us', secret: make('client secret sent as basic'), authentication: 'client_secret_basic' },
    }),
    oauth('client-post', {
      grant: 'client_credentials',
      client: { id: 'us', secret: make('client secret sent in the body'), authentication: 'client_secret_post' },
    }),
    oauth('client-key', { grant: 'client_credentials', client: { id: 'us', ...proof } }),
    oauth('jwt-bearer', { grant: 'jwt_bearer', jwt }),
  ];
}

function hmacCredential(secret: string): SchemeCase['credential'] {
  const parts = { header: 'X-Signature', signed: ['method', 'path', 'timestamp', 'body'], timestampHeader: 'X-Time' };
  return { kind: 'hmac', secret, algorithm: 'sha256', encoding: 'hex', ...parts };
}

function awsCredential(secretAccessKey: string, sessionToken: string): SchemeCase['credential'] {
  const known = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'eu-central-1', service: 'execute-api' };
  return { kind: 'aws_sigv4', secretAccessKey, sessionToken, ...known };
}

function makeRsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

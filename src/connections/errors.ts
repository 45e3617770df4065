import { type ErrorTable, errorsOf } from '../foundation/index.ts';
import { CONNECT_ERRORS } from './connect-errors.ts';
import { CREDENTIAL_ERRORS } from './credential-errors.ts';

export const CONNECTIONS_ERRORS = {
  'connections.connection.not_found': {
    kind: 'missing',
    message: 'There is no connection "{name}" in this workspace.',
    fix: 'Look at `holdfast connection list`, or make the connection first.',
  },
  'connections.connection.name_taken': {
    kind: 'conflict',
    message: 'There is a connection "{name}" already.',
    fix: 'Choose another name, or replace the credential of the existing connection.',
  },
  'connections.connection.name_malformed': {
    kind: 'invalid',
    message: '"{name}" is no name for a connection.',
    fix: 'Use 1 to 64 small letters, digits, "-" and "_", beginning with a letter.',
  },
  'connections.settings.invalid': {
    kind: 'invalid',
    message: 'The settings do not fit the connector {connector}.',
    fix: 'Mend the settings named in the list of problems.',
  },
  'connections.settings.key_name_reserved': {
    kind: 'invalid',
    message: '"{name}" cannot carry an API key: Holdfast, or HTTP itself, writes that header.',
    fix: 'Give the name of the header or parameter that the pages of the vendor tell, such as Authorization or X-Api-Key.',
  },
  ...CREDENTIAL_ERRORS,
  ...CONNECT_ERRORS,
  'connections.verification.refused': {
    kind: 'upstream',
    message: 'The vendor does not accept the credential of "{name}": {answer}.',
    fix: 'Enter a credential that is good at the vendor; nothing else about the connection has to change.',
  },
  'connections.verification.unanswered': {
    kind: 'unavailable',
    message: 'The vendor of "{name}" could not be asked: {reason}.',
    fix: 'See that the address is right and the vendor is up, then verify again. What egress policy blocks, the operator opens by an entry of `egress.allow` in the configuration file.',
  },
  'connections.provider.undiscovered': {
    kind: 'upstream',
    message: 'The addresses of the OAuth provider {issuer} could not be found: {reason}.',
    fix: 'See that the issuer is written exactly as the provider writes it, or give the addresses by hand.',
  },
  'connections.credential.key_unreadable': {
    kind: 'invalid',
    message: 'The private key of the credential cannot be read as a key for {algorithm}.',
    fix: 'Give it as PKCS#8 in PEM; `openssl pkcs8 -topk8 -nocrypt` makes that of other forms.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(CONNECTIONS_ERRORS);

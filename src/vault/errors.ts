import { type ErrorTable, errorsOf } from '../foundation/index.ts';

/** Every error of the room `vault`. What the operator has to mend is `unavailable`: no run is lost by it. */
export const VAULT_ERRORS = {
  'vault.key.malformed': {
    kind: 'invalid',
    message: 'The master key in {source} is not 32 bytes in base64.',
    fix: 'Give the key file that Holdfast wrote at its first start, or make one with `openssl rand -base64 32`.',
  },
  'vault.key.wrong': {
    kind: 'unavailable',
    message: 'The master key from {source} does not belong to this database, which was sealed with {kekId}.',
    fix: 'Start Holdfast with the key that belongs to this database; an old one goes into HOLDFAST_OLD_KEYS or a further line of the key file. Without it the stored credentials must be entered again.',
  },
  'vault.key.in_use': {
    kind: 'conflict',
    message: 'The key {kekId} still protects {count} data keys or sealed values, so it stays.',
    fix: 'Run `holdfast key rotate` and then `holdfast key status`.',
  },
  'vault.sealed.malformed': {
    kind: 'bug',
    message: 'A sealed value in the database is damaged.',
    fix: 'Restore the row from a backup, or enter the credential again.',
  },
  'vault.sealed.foreign': {
    kind: 'denied',
    message: 'The sealed value in {field} does not belong where it stands: it was moved from another row, or changed.',
    fix: 'Find out who wrote to the database beside Holdfast, then restore the row from a backup or enter the credential again.',
  },
  'vault.secret.missing': {
    kind: 'missing',
    message: 'The installation has no secret "{name}".',
    fix: 'Start Holdfast once; it makes what it needs.',
  },
  'vault.hashicorp.denied': {
    kind: 'unavailable',
    message: 'The Vault at {address} refuses {path}: {reason}.',
    fix: 'Give the token of Holdfast a policy with `path "{path}" { capabilities = ["{capability}"] }`, or a new token if it has ended.',
  },
  'vault.hashicorp.missing': {
    kind: 'missing',
    message: 'The Vault at {address} has nothing at {path}.',
    fix: 'See that the secrets engine is mounted there and that what is asked for has been made.',
  },
  'vault.hashicorp.refused': {
    kind: 'upstream',
    message: 'The Vault at {address} answered {path} with status {status}: {reason}.',
    fix: 'Mend what it names.',
  },
  'vault.hashicorp.unreachable': {
    kind: 'unavailable',
    message: 'The Vault at {address} does not answer {path}: {reason}.',
    fix: 'See that it runs, is unsealed, and can be reached from here; Holdfast tries again by itself.',
  },
  'vault.aws.denied': {
    kind: 'unavailable',
    message: 'AWS refuses {action} on {resource}: {reason}.',
    fix: 'Let a policy of the access key of Holdfast, and the policy of the resource, allow `{action}` on `{resource}`.',
  },
  'vault.aws.credentials_refused': {
    kind: 'unavailable',
    message: 'AWS does not take the access key of Holdfast for {action}: {reason}.',
    fix: 'Correct HOLDFAST_AWS_ACCESS_KEY_ID, HOLDFAST_AWS_SECRET_ACCESS_KEY and HOLDFAST_AWS_SESSION_TOKEN, and see that the clock of this machine is right.',
  },
  'vault.aws.missing': {
    kind: 'missing',
    message: 'AWS knows no {resource} in {region}: {reason}.',
    fix: 'Correct the name, or the region in HOLDFAST_AWS_REGION.',
  },
  'vault.aws.refused': {
    kind: 'upstream',
    message: 'AWS answered {action} on {resource} with status {status}: {reason}.',
    fix: 'Mend what it names.',
  },
  'vault.aws.unreachable': {
    kind: 'unavailable',
    message: 'AWS does not answer {action} on {resource}: {reason}.',
    fix: 'See that {address} can be reached from here; Holdfast tries again by itself.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(VAULT_ERRORS);

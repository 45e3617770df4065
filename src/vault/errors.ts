import { type ErrorTable, errorsOf } from '../foundation/index.ts';

export const VAULT_ERRORS = {
  'vault.key.malformed': {
    kind: 'invalid',
    message: 'The master key in {source} is not 32 bytes in base64.',
    fix: 'Give the key file that Holdfast wrote at its first start, or make one with `openssl rand -base64 32`.',
  },
  'vault.key.wrong': {
    kind: 'denied',
    message: 'A sealed value cannot be opened with master key {keyId}.',
    fix: 'Start Holdfast with the key file that belongs to this database. Without it the stored credentials are lost and must be entered again.',
  },
  'vault.sealed.malformed': {
    kind: 'bug',
    message: 'A sealed value in the database is damaged.',
    fix: 'Restore the row from a backup, or enter the credential again.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(VAULT_ERRORS);

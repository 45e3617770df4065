import type { ErrorTable } from '../foundation/index.ts';

/** What can be wrong with a credential that is given, and with reading a secret that lies elsewhere. */
export const CREDENTIAL_ERRORS = {
  'connections.credential.invalid': {
    kind: 'invalid',
    message: 'The connector {connector} cannot sign in with the credential given.',
    fix: 'Mend the fields named in the list of problems. The connector takes: {accepted}.',
  },
  'connections.credential.kind': {
    kind: 'invalid',
    message: 'The connector {connector} does not sign in by a credential of this kind.',
    fix: 'Give as "kind" one of {accepted}.',
  },
  'connections.credential.field_missing': {
    kind: 'invalid',
    message: '{title} ("{field}") is missing.',
    fix: 'Give "{field}". `holdfast connector show {connector}` says what each kind of credential consists of.',
  },
  'connections.credential.field_wrong': {
    kind: 'invalid',
    message: '{title} ("{field}") cannot be used.',
    fix: 'It must be {allowed}.',
  },
  'connections.credential.field_unknown': {
    kind: 'invalid',
    message: 'There is no "{field}" in a credential of kind {kind}.{hint}',
    fix: 'Leave it out.',
  },
  'connections.credential.field_unused': {
    kind: 'invalid',
    message: '{title} ("{field}") is not used with this "{other}".',
    fix: 'Leave it out, or give as "{other}" one of {values}.',
  },
  'connections.reference.malformed': {
    kind: 'invalid',
    message: '{title} ("{field}") is a reference that names no place.',
    fix: 'Write env:HOLDFAST_SECRET_NAME, file:NAME, vault:MOUNT/PATH#FIELD or aws:NAME, with #MEMBER behind it for one member of a JSON secret.',
  },
  'connections.reference.not_allowed': {
    kind: 'denied',
    message: 'This workspace may not use references to secrets, because all workspaces would share what they name.',
    fix: 'Enter the value itself, or let the operator add the workspace {workspaceId} to HOLDFAST_SECRETS_WORKSPACES.',
  },
  'connections.reference.source_off': {
    kind: 'invalid',
    message: 'The reference {reference} cannot be read: {source} is not set up here.',
    fix: 'Let the operator set {settings}; `holdfast doctor` says which sources there are.',
  },
  'connections.reference.not_found': {
    kind: 'missing',
    message: 'The reference {reference} leads to nothing: {reason}.',
    fix: 'Put the secret there, or correct the reference. It is read again by itself.',
  },
  'connections.reference.denied': {
    kind: 'unavailable',
    message: 'The file {path} of the reference {reference} may not be read: {reason}.',
    fix: 'Let the user that Holdfast runs as read {path}; it has to lie in the folder HOLDFAST_SECRETS_FOLDER, {folder}.',
  },
  'connections.reference.reserved': {
    kind: 'denied',
    message:
      'The file {path} of the reference {reference} is never given to a vendor: it belongs to Holdfast or Kubernetes.',
    fix: 'Name the file of a secret that is meant for the vendor. The operator keeps those in a folder of their own, HOLDFAST_SECRETS_FOLDER.',
  },
  'connections.reference.unusable': {
    kind: 'invalid',
    message: 'What the reference {reference} leads to cannot be used: {reason}.',
    fix: 'Put a text of 1 to {most} characters there.',
  },
} as const satisfies ErrorTable;

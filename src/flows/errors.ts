import { type ErrorTable, errorsOf } from '../foundation/index.ts';

export const FLOWS_ERRORS = {
  'flows.flow.invalid': {
    kind: 'invalid',
    message: 'The flow has {count} problems and was not published.',
    fix: 'Mend what the list of problems names; each says where it is.',
  },
  'flows.flow.not_found': {
    kind: 'missing',
    message: 'There is no flow "{name}" in this workspace.',
    fix: 'Look at `holdfast flow list`.',
  },
  'flows.version.not_found': {
    kind: 'missing',
    message: 'The flow has no version {number}.',
    fix: 'Look at the versions of the flow; a run keeps the version it began with.',
  },
  'flows.flow.not_live': {
    kind: 'conflict',
    message: 'The flow "{name}" has no live version.',
    fix: 'Publish it first.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(FLOWS_ERRORS);

import { type AppError, type ErrorTable, errorsOf } from '../foundation/index.ts';

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
  'flows.flow.name_taken': {
    kind: 'conflict',
    message: 'There is a flow "{name}" already, perhaps an archived one whose history is kept.',
    fix: 'Choose another name, or leave it out to have one made from the title.',
  },
  'flows.flow.name_malformed': {
    kind: 'invalid',
    message: '"{name}" cannot be the name of a flow.',
    fix: 'Use up to 64 small letters and digits, with single hyphens between them, such as "deal-to-invoice".',
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
  'flows.draft.outdated': {
    kind: 'conflict',
    message: 'The flow was changed since it was read here: this is revision {present}, not {given}.',
    fix: 'Read the draft again and make your changes in it; nothing was saved over the others.',
  },
  'flows.draft.only': {
    kind: 'conflict',
    message: 'The flow "{name}" was never published, so its draft is all there is of it.',
    fix: 'Archive the flow if it is not wanted.',
  },
  'flows.draft.malformed': {
    kind: 'invalid',
    message: 'A draft is a JSON object, and this is none.',
    fix: 'Give the flow document as an object.',
  },
  'flows.draft.other_flow': {
    kind: 'invalid',
    message: 'The document names the flow "{given}", but this is the draft of "{name}".',
    fix: 'Leave the name as it is; a flow under another name is another flow.',
  },
  'flows.draft.too_large': {
    kind: 'invalid',
    message: 'The draft has {bytes} bytes; {allowed} is the most.',
    fix: 'Move large constants and tables out of the flow, or split it.',
  },
  'flows.template.not_found': {
    kind: 'missing',
    message: 'There is no template "{name}".',
    fix: 'Use one of the list of templates.',
  },
  'flows.bundle.malformed': {
    kind: 'invalid',
    message: 'This is no exported flow: {reason}.',
    fix: 'Give the file as `holdfast flow export` wrote it.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(FLOWS_ERRORS);

/** There is no flow of this name; however long it was, the beginning of it is told. */
export function flowNotFound(name: string): AppError {
  return fail('flows.flow.not_found', { context: { name: name.slice(0, 100) } });
}

import { type ErrorTable, errorsOf } from '../foundation/index.ts';

export const TRIALS_ERRORS = {
  'trials.draft.outdated': {
    kind: 'conflict',
    message: 'The draft of "{name}" was changed meanwhile: it is at revision {present}, not {given}.',
    fix: 'Load the draft again and try once more.',
  },
  'trials.draft.unreadable': {
    kind: 'invalid',
    message: 'The draft cannot be tried: {problem}.',
    fix: 'Mend what the list of problems names; after that its whole steps can be tried, even beside broken ones.',
  },
  'trials.step.not_found': {
    kind: 'missing',
    message: 'The draft has no step "{key}".',
    fix: 'Look at the draft again: the step may have been renamed or removed.',
  },
  'trials.step.invalid': {
    kind: 'invalid',
    message: 'Step {key} is not whole yet: {problem}.',
    fix: 'Mend what the list of problems names, then try again.',
  },
  'trials.step.undeclared': {
    kind: 'invalid',
    message: 'Step {key} does not say what repeating its call would do.',
    fix: 'Declare the class of the call: R when it only reads, N when nothing else is known.',
  },
  'trials.step.delay_malformed': {
    kind: 'invalid',
    message: 'Step {key} should wait until "{until}", which is not an instant.',
    fix: 'Map an ISO 8601 date and time with a zone, such as 2026-11-24T09:00:00Z.',
  },
  'trials.connection.held': {
    kind: 'denied',
    message: 'The connection "{connection}" needs to be reconnected: {reason}.',
    fix: 'Reconnect it, then try again. Steps can also be tried with a pinned output meanwhile.',
  },
  'trials.connection.paused': {
    kind: 'throttled',
    message: 'The vendor of "{connection}" asked for a pause of {seconds} s more.',
    fix: 'Wait that long and try again; production runs wait as well.',
  },
  'trials.connection.renewing': {
    kind: 'unavailable',
    message: 'The connection "{connection}" is not ready yet: {reason}.',
    fix: "Try again in a moment; runs wait as well. Look at the connection's page when it lasts.",
  },
  'trials.connection.scope_missing': {
    kind: 'denied',
    message: '{operation} needs scopes of the connection "{connection}" that were not granted: {scopes}',
    fix: 'Open the connection and consent again with these scopes, then try again.',
  },
  'trials.trigger.no_sample': {
    kind: 'conflict',
    message: 'There is no event to try the flow with.',
    fix: 'Choose a received event, fetch a record from the vendor, or paste one.',
  },
  'trials.trigger.invalid': {
    kind: 'invalid',
    message: 'The condition of the trigger cannot be judged: {problem}.',
    fix: 'Mend the condition of the trigger, then try again.',
  },
  'trials.sample.not_found': {
    kind: 'missing',
    message: 'There is no sample of "{key}".',
    fix: 'Try the step, or paste data for it.',
  },
  'trials.sample.too_large': {
    kind: 'invalid',
    message: 'The sample of "{key}" takes {bytes} bytes as JSON; one sample may take {limit}.',
    fix: 'Take a smaller record, or let the step return fewer fields or items.',
  },
  'trials.sample.too_many_bytes': {
    kind: 'invalid',
    message: 'The samples of the flow would take more than {limit} bytes together.',
    fix: 'Forget samples that are not needed any more, or take smaller records.',
  },
  'trials.source.unclear': {
    kind: 'invalid',
    message: 'Samples are taken either from an event or from a run.',
    fix: 'Give `eventId` or `runId`, not both; `withSteps` goes with `runId`.',
  },
  'trials.source.other_flow': {
    kind: 'conflict',
    message: 'The run belongs to another flow, so what its steps gave does not fit the steps of this one.',
    fix: 'Take the event alone, without `withSteps`.',
  },
  'trials.event.not_found': {
    kind: 'missing',
    message: 'There is no event {id} in this workspace.',
    fix: 'Look at the events of the flow; an event is named by its whole id.',
  },
  'trials.records.no_event': {
    kind: 'invalid',
    message: 'The trigger has no event of a connector, so there is nothing to fetch records by.',
    fix: 'Choose a connector and one of its events as the trigger, or paste a record.',
  },
  'trials.records.not_offered': {
    kind: 'invalid',
    message: 'The connector {connector} has no way to fetch recent records for the event "{event}".',
    fix: 'Choose a received event, or paste a record.',
  },
  'trials.records.no_connection': {
    kind: 'invalid',
    message: 'It is not said through which connection records are fetched.',
    fix: 'Choose a connection to {connector} in the trigger.',
  },
  'trials.records.other_connector': {
    kind: 'invalid',
    message: 'The connection "{connection}" goes to {given}, the event of the trigger comes from {wanted}.',
    fix: 'Choose a connection to {wanted}.',
  },
  'trials.records.failed': {
    kind: 'upstream',
    message: 'The records could not be fetched: {reason}.',
    fix: 'See that the vendor is well and that the connection may read these records, then try again.',
  },
  'trials.call.failed': {
    kind: 'upstream',
    message: '{operation} did not succeed: {reason}.',
    fix: 'Nothing was changed at the vendor. Mend what it complains about, then try again; a trial tries once, a run by the retry rules.',
  },
  'trials.call.not_sent': {
    kind: 'upstream',
    message: '{operation} was not sent: {reason}.',
    fix: 'Nothing has reached the vendor. Look whether the connection and its address work, then try again.',
  },
  'trials.call.unknown': {
    kind: 'upstream',
    message: 'It is not known whether {operation} was done: {reason}.',
    fix: 'Look at the vendor whether it is there. When you try again you are told what sending it once more would do.',
  },
  'trials.call.sent_before': {
    kind: 'conflict',
    message: 'This very request was sent before, and what came of it is not known here.',
    fix: 'Look at the vendor whether it is there. To send another one, try the step again and choose anew.',
  },
  'trials.example.missing': {
    kind: 'invalid',
    message: 'No example can be made for the output of {operation}.',
    fix: 'Paste an output for the step and pin it, or send the call for real.',
  },
  'trials.trial.too_long': {
    kind: 'unavailable',
    message: 'The trial has taken longer than {seconds} s and was ended before step {key}.',
    fix: 'Try again: what was done is kept as samples, so it goes on from there.',
  },
  'trials.step.broke': {
    kind: 'bug',
    message: 'Step {key} failed inside Holdfast.',
    fix: 'This is a defect of Holdfast. Please report it with the log line of this trial.',
  },
} as const satisfies ErrorTable;

/** Makes an error of this room. */
export const fail = errorsOf(TRIALS_ERRORS);

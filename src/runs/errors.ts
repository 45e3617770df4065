import { type ErrorTable, errorsOf } from '../foundation/index.ts';

export const RUNS_ERRORS = {
  'runs.run.not_found': {
    kind: 'missing',
    message: 'There is no run {runId} in this workspace.',
    fix: 'Look at `holdfast run list`; a run is named by its whole id.',
  },
  'runs.run.wrong_state': {
    kind: 'conflict',
    message: 'The run is {state}, so it cannot be {action}.',
    fix: 'Look at the run again: it has moved on since. {hint}',
  },
  'runs.run.crashed_worker': {
    kind: 'bug',
    message: 'The run ended the process of its worker {count} times in a row and was set aside.',
    fix: 'Look at the log of the workers at the times of its attempts; replay it once the cause is gone.',
  },
  'runs.step.broke': {
    kind: 'bug',
    message: 'Step {stepKey} failed inside Holdfast.',
    fix: 'This is a defect of Holdfast. Please report it with the log line of this run, then replay the run.',
  },
  'runs.step.input_refused': {
    kind: 'invalid',
    message: 'The input of step {stepKey} breaks the contract of {operation}: {problem}.',
    fix: 'Mend the mapping of the field, publish, and rerun; or mend the source record and replay. Nothing was sent.',
  },
  'runs.step.input_not_object': {
    kind: 'invalid',
    message: 'The input of step {stepKey} is not an object.',
    fix: 'Let the mapping of the step build an object with the fields of the operation.',
  },
  'runs.step.delay_malformed': {
    kind: 'invalid',
    message: 'Step {stepKey} should wait until "{until}", which is not an instant.',
    fix: 'Map an ISO 8601 date and time with a zone, such as 2026-11-24T09:00:00Z.',
  },
  'runs.step.too_many': {
    kind: 'invalid',
    message: 'The run has gone through more than {limit} steps, items included.',
    fix: 'Split the list into several events, or lower the number of items.',
  },
  'runs.step.output_too_large': {
    kind: 'invalid',
    message: 'The outputs of the run, up to step {stepKey}, take more than {limit} bytes.',
    fix: 'Map only the fields that later steps need, or split the list into several events.',
  },
  'runs.call.failed': {
    kind: 'upstream',
    message: '{operation} failed and is not tried again: {reason}.',
    fix: 'Mend what the vendor complains about, then replay the run; it goes on at this step.',
  },
  'runs.call.gave_up': {
    kind: 'upstream',
    message: '{operation} was tried for as long as is safe and did not succeed: {reason}.',
    fix: 'See that the vendor is well again, then replay the run; it goes on at this step.',
  },
  'runs.call.unknown': {
    kind: 'upstream',
    message: 'Nobody knows whether {operation} was applied: {reason}.',
    fix: 'Look at the vendor, then settle the run: "it happened" with the record\'s id, or "it did not", which sends it again.',
  },
  'runs.call.duplicate': {
    kind: 'upstream',
    message: 'The vendor has {count} records of this one {operation}.',
    fix: 'Remove the surplus ones at the vendor, then settle the run with the id of the one that stays.',
  },
  'runs.call.waiting': {
    kind: 'upstream',
    message: '{operation} is tried again: {reason}.',
    fix: 'Nothing has to be done.',
  },
  'runs.call.looking_up': {
    kind: 'upstream',
    message: 'It is being looked up whether {operation} was applied: {reason}.',
    fix: 'Nothing has to be done.',
  },
  'runs.call.polling': {
    kind: 'upstream',
    message: 'The vendor has accepted {operation} and is still working on it.',
    fix: 'Nothing has to be done.',
  },
  'runs.link.id_missing': {
    kind: 'upstream',
    message:
      '{operation} succeeded, but its answer has no id at "{path}", so the link to the source record is missing.',
    fix: "Mend the path of the id in the step's link, or tell the vendor; the record itself was made and is not made again.",
  },
  'runs.connection.held': {
    kind: 'denied',
    message: 'The connection "{connection}" needs to be reconnected: {reason}.',
    fix: 'Run `holdfast connection reconnect {connection}` for a link by which the owner of the account connects it anew, or add a FILE with a good credential. Where the vendor takes the present one again, `holdfast connection verify {connection}` is enough. The held runs then go on by themselves, in their order.',
  },
  'runs.connection.paused': {
    kind: 'throttled',
    message: 'The vendor of "{connection}" asked for a pause.',
    fix: 'Nothing has to be done; the run goes on when the pause is over.',
  },
  'runs.connection.renewing': {
    kind: 'unavailable',
    message: 'The connection "{connection}" is not ready yet: {reason}.',
    fix: "It goes on by itself as soon as that is over; look at the connection's page when it lasts.",
  },
  'runs.connection.scope_missing': {
    kind: 'denied',
    message: '{operation} needs {scopes} of the connection "{connection}", which was not granted.',
    fix: 'Open the connection {connection} and consent again with these scopes; the held runs of this flow then go on by themselves, in their order.',
  },
  'runs.event.form_malformed': {
    kind: 'invalid',
    message: 'The form cannot be read: {problem}.',
    fix: 'Send application/x-www-form-urlencoded in UTF-8.',
  },
  'runs.settle.id_missing': {
    kind: 'invalid',
    message: 'The record has no id at "{path}", where the link of the step looks for it.',
    fix: 'Give the id of the record: without it the next event about the same source would make a second one.',
  },
  'runs.order_key.failed': {
    kind: 'invalid',
    message: 'The order key of the event could not be computed: {reason}.',
    fix: 'Mend the order key of the flow, publish, and rerun.',
  },
} as const satisfies ErrorTable;

export const fail = errorsOf(RUNS_ERRORS);

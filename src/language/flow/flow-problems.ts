import { problemsOf } from '../contract/problem.ts';

/** Problems of one document that are told; nobody reads more. */
export const MAX_FLOW_PROBLEMS = 100;

/** What can be wrong with a flow beside its form and its mappings. */
export const FLOW_PROBLEMS = {
  'language.flow.too_large': {
    message: 'The flow has {given} bytes; {allowed} is the most.',
    fix: 'Move large constants and tables out of the flow, or split it.',
  },
  'language.flow.too_many_steps': {
    message: 'The flow has {given} steps; {allowed} is the most.',
    fix: 'Split the flow into several.',
  },
  'language.flow.too_deep': {
    message: 'Steps are nested deeper than {allowed} levels.',
    fix: 'Flatten the branches, or split the flow.',
  },
  'language.flow.each_too_deep': {
    message: 'More than {allowed} "each" steps stand within each other.',
    fix: 'Flatten the list first, for example with the function flatten.',
  },
  'language.flow.duplicate_key': {
    message: 'The step key "{name}" is used twice.',
    fix: 'Give every step a key of its own.',
  },
  'language.flow.bad_name': {
    message: '"{name}" cannot be the name of the items: {reason}.',
    fix: 'Use a short name of letters and digits that begins with a small letter, such as "line".',
  },
  'language.flow.shadowed_name': {
    message: 'The items "{name}" and their position "{name}Index" would hide "{hidden}" of a loop around them.',
    fix: 'Give the items of the inner loop a name of their own.',
  },
  'language.flow.bad_duration': {
    message: '"{given}" is not a duration.',
    fix: 'Write an ISO 8601 duration such as PT30S, PT5M or P1D; months and years have no fixed length.',
  },
  'language.flow.bad_path': {
    message: 'The path "{path}" cannot be read: {reason}.',
    fix: 'Write a path such as id or data.items[0].id.',
  },
  'language.flow.bad_schema': {
    message: 'The schema of the trigger cannot be used: {reason}',
    fix: 'Correct the schema; it is read as JSON Schema 2020-12.',
  },
  'language.flow.delay': {
    message: 'A delay has exactly one of "for" and "until".',
    fix: 'Keep one of the two.',
  },
  'language.flow.trigger_event': {
    message: '"connector" and "event" of the trigger belong together, and "schema" is for triggers without them.',
    fix: 'Give both, or neither and a schema.',
  },
  'language.flow.declared_key': {
    message: 'Class K says that the vendor takes an idempotency key, but the header is not declared.',
    fix: 'Add "idempotency" with the header\'s name, or declare another class.',
  },
  'language.flow.declared_look_up': {
    message: 'Class L says that the record can be looked up afterwards, but "lookUp" does not say how.',
    fix: 'Add "lookUp", or declare another class.',
  },
  'language.flow.look_up_reference': {
    message: 'The look-up does not search for our reference: {{reference}} stands in none of its texts.',
    fix: 'Put {{reference}} where the vendor searches for it.',
  },
  'language.flow.link_order': {
    message: 'The step keeps a link, but the flow has no "orderKey": two events about one record could both create.',
    fix: 'Add an "orderKey" that names the source record, such as {"from": "trigger.deal.id"}.',
  },
  'language.flow.unknown_connection': {
    message: 'There is no connection "{name}".{hint}',
    fix: 'Connect it first, or correct the name.',
  },
  'language.flow.unknown_operation': {
    message: 'The connector "{connector}" has no operation "{name}".{hint}',
    fix: 'Use one of its operations.',
  },
  'language.flow.unknown_connector': {
    message: 'There is no connector "{name}".{hint}',
    fix: 'Use one of {allowed}, or describe the body with "schema".',
  },
  'language.flow.unknown_event': {
    message: 'The connector "{connector}" has no event "{name}".{hint}',
    fix: 'Use one of its events, or describe the body with "schema".',
  },
  'language.flow.trigger_connection': {
    message: 'The connection "{name}" is of the connector "{given}", but the event is one of "{connector}".',
    fix: 'Name a connection of "{connector}", or none.',
  },
  'language.flow.trigger_connection_unused': {
    message: 'The trigger names a connection, but no event of a connector that it could be asked for.',
    fix: 'Choose "connector" and "event", or remove "connection".',
  },
  'language.flow.declare_not_needed': {
    message: 'The operation "{name}" says itself what class it is; a step cannot declare another.',
    fix: 'Remove "declare".',
  },
  'language.flow.key_header': {
    message: 'The idempotency key cannot stand in the header "{name}", which Holdfast or the credential sets itself.',
    fix: 'Name the header that the vendor documents for idempotency keys, such as "Idempotency-Key".',
  },
  'language.flow.declare_needed': {
    message: 'The operation "{name}" can be any call, so the step must declare its class.',
    fix: 'Add "declare" with the class that the vendor\'s documentation supports; N when it says nothing.',
  },
} as const;

/** Makes a problem of a flow. */
export const flowProblem = problemsOf(FLOW_PROBLEMS);

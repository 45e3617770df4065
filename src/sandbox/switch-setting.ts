/**
 * Reading a switch from a request body: only settings that the switch takes are accepted, so that a typing error is heard.
 */
import type { JsonObject } from '../foundation/index.ts';
import { didYouMean } from '../language/index.ts';
import { FieldReader } from './field-reader.ts';
import {
  type HttpDateForm,
  type RetryAfterSetting,
  SWITCH_TABLE,
  type SwitchEntry,
  type SwitchName,
  type SwitchSetting,
} from './switch-table.ts';

const DAY_MS = 86_400_000;
const MAX_COUNT = 1_000_000;
const DATE_FORMS: readonly HttpDateForm[] = ['imf_fixdate', 'rfc850', 'asctime'];
/** Printable ASCII: what a header value may hold. */
const HEADER_TEXT = /^[\x20-\x7e]*$/;
const GENERAL_SETTINGS = ['name', 'operation', 'pathPrefix', 'count', 'probability', 'seed'];

/** The setting in a request body for a vendor with these operations, `event.<type>` among them; throws `sandbox.fields.invalid`. */
export function readSwitch(body: JsonObject, operations: readonly string[]): SwitchSetting {
  const fields = new FieldReader(body);
  const name = fields.requiredText('name') as SwitchName;
  if (!Object.hasOwn(SWITCH_TABLE, name))
    fields.refuse('name', 'unknown', `Known switches: ${Object.keys(SWITCH_TABLE).join(', ')}.`);
  else refuseForeignSettings(fields, body, SWITCH_TABLE[name]);
  const setting: SwitchSetting = {
    name,
    operation: readOperation(fields, operations),
    pathPrefix: fields.text('pathPrefix'),
    count: fields.integer('count', { min: 1, max: MAX_COUNT }),
    probability: fields.fraction('probability', { min: 0, max: 1 }),
    seed: fields.integer('seed', { min: 0, max: 0xffff_ffff }) ?? 1,
    ms: fields.integer('ms', { min: 0, max: DAY_MS }),
    code: fields.integer('code', { min: 400, max: 599 }),
    retryAfter: readRetryAfter(fields, body),
    from: fields.text('from'),
    to: fields.text('to'),
    location: fields.text('location', { pattern: HEADER_TEXT }),
    afterEffect: fields.flag('afterEffect'),
  };
  refuseIncomplete(fields, setting);
  fields.check();
  return setting;
}

/** A switch for something that the vendor does not have would never fire, and the drill would prove nothing. */
function readOperation(fields: FieldReader, operations: readonly string[]): string | null {
  const operation = fields.text('operation');
  if (operation === null || operations.includes(operation)) return operation;
  const hint = didYouMean(operation, operations);
  return fields.refuse(
    'operation',
    'unknown',
    `This vendor has no operation of that name.${hint} It has ${operations.join(', ')}.`,
  );
}

function readRetryAfter(fields: FieldReader, body: JsonObject): RetryAfterSetting | null {
  if (body.retryAfter === undefined || typeof body.retryAfter === 'string') {
    return fields.text('retryAfter', { maxLength: 100, pattern: HEADER_TEXT });
  }
  const date = fields.object('retryAfter');
  const form = DATE_FORMS.find((known) => known === date?.requiredText('form'));
  const seconds = date?.integer('seconds', { min: -31_536_000, max: 31_536_000 }) ?? null;
  if (form !== undefined && seconds !== null) return { form, seconds };
  return fields.refuse('retryAfter', 'value', `Give a text, or form (${DATE_FORMS.join(', ')}) and seconds.`);
}

function refuseForeignSettings(fields: FieldReader, body: JsonObject, entry: SwitchEntry): void {
  const allowed: readonly string[] = [...GENERAL_SETTINGS, ...entry.settings];
  for (const key of Object.keys(body)) {
    if (!allowed.includes(key)) fields.refuse(key, 'foreign', `This switch takes ${allowed.join(', ')}.`);
  }
}

function refuseIncomplete(fields: FieldReader, setting: SwitchSetting): void {
  const needsMs = setting.name === 'slow' || setting.name === 'key_ttl' || setting.name === 'index_lag';
  if (needsMs && setting.ms === null) fields.refuse('ms', 'required', 'This switch needs a time in milliseconds.');
  if (setting.name === 'status' && setting.code === null)
    fields.refuse('code', 'required', 'This switch needs a status.');
  if (setting.name !== 'renamed_field') return;
  if (setting.from === null) fields.refuse('from', 'required', 'Say which field is renamed.');
  if (setting.to === null) fields.refuse('to', 'required', 'Say what it is called then.');
}

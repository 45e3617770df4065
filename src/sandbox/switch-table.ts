/**
 * The ways in which a stand-in vendor can be broken on purpose, as data: what each does to the answer and, exactly, what
 * it does to the effect.
 */

/** What becomes of the effect of a write that the switch hits. */
export type EffectFate =
  /** Nothing is changed. */
  | 'not applied'
  /** The change is made, and only then is the answer spoiled. */
  | 'applied'
  /** Not applied, unless the switch is set with `afterEffect: true`. */
  | 'not applied, or applied with afterEffect'
  /** The switch changes something else. */
  | 'untouched';

/** One row of the table. */
export interface SwitchEntry {
  readonly explanation: string;
  readonly effect: EffectFate;
  /** The settings it takes beside scope, count and probability. */
  readonly settings: readonly SwitchSettingName[];
}

export type SwitchSettingName = 'ms' | 'code' | 'retryAfter' | 'from' | 'to' | 'location' | 'afterEffect';

/** Every switch there is. */
export const SWITCH_TABLE = {
  status_401: {
    explanation: 'Answers 401, as if the credential had been taken back.',
    effect: 'not applied',
    settings: [],
  },
  throttle_403: {
    explanation: 'Answers 403 with the code REQUEST_LIMIT_EXCEEDED and no Retry-After: a throttle in disguise.',
    effect: 'not applied',
    settings: [],
  },
  status_429: {
    explanation: 'Answers 429. retryAfter is a text sent as it is, or {form, seconds}: a date that far ahead.',
    effect: 'not applied',
    settings: ['retryAfter'],
  },
  status_500: {
    explanation: 'Answers 500. The idempotency key stays free.',
    effect: 'not applied, or applied with afterEffect',
    settings: ['afterEffect'],
  },
  status_503: {
    explanation: 'Answers 503, with retryAfter as status_429 has it.',
    effect: 'not applied, or applied with afterEffect',
    settings: ['retryAfter', 'afterEffect'],
  },
  status: {
    explanation: 'Answers with the status in code, 400 to 599.',
    effect: 'not applied, or applied with afterEffect',
    settings: ['code', 'retryAfter', 'afterEffect'],
  },
  slow: {
    explanation: 'Waits ms before anything else; a caller that has gone away meanwhile is served all the same.',
    effect: 'untouched',
    settings: ['ms'],
  },
  reset_before_effect: {
    explanation: 'Resets the connection without an answer.',
    effect: 'not applied',
    settings: [],
  },
  reset_after_effect: {
    explanation: 'Does the work, then resets the connection without an answer.',
    effect: 'applied',
    settings: [],
  },
  truncated_body: {
    explanation: 'Does the work, announces the whole answer and closes the connection in its middle.',
    effect: 'applied',
    settings: [],
  },
  html_200: {
    explanation: 'Answers 200 with an HTML log-in page.',
    effect: 'not applied, or applied with afterEffect',
    settings: ['afterEffect'],
  },
  errors_200: {
    explanation: 'Answers 200 with {"errors":[…]} in the body.',
    effect: 'not applied',
    settings: [],
  },
  renamed_field: {
    explanation: 'Renames the field from to the name to, at every depth of answers and of webhook events.',
    effect: 'applied',
    settings: ['from', 'to'],
  },
  accepted_202: {
    explanation:
      'Does the work at once but answers 202 with a job; GET /jobs/{id} says pending for ms (1000), then done.',
    effect: 'applied',
    settings: ['ms'],
  },
  no_idempotency: {
    explanation: 'Ignores the header Idempotency-Key.',
    effect: 'untouched',
    settings: [],
  },
  replay_500: {
    explanation: 'Answers 500 and saves that under the idempotency key: the same key gets the 500 again.',
    effect: 'not applied',
    settings: [],
  },
  key_ttl: {
    explanation: 'Forgets idempotency keys after ms instead of 24 hours.',
    effect: 'untouched',
    settings: ['ms'],
  },
  index_lag: {
    explanation: 'Searches do not show records younger than ms.',
    effect: 'untouched',
    settings: ['ms'],
  },
  redirect_302: {
    explanation: 'Answers 302 to location (default /moved).',
    effect: 'not applied',
    settings: ['location'],
  },
} as const satisfies Record<string, SwitchEntry>;

export type SwitchName = keyof typeof SWITCH_TABLE;

/** `Retry-After` as it is sent, or a date some seconds ahead in one of the forms of RFC 9110, 5.6.7. */
export type RetryAfterSetting = string | { readonly form: HttpDateForm; readonly seconds: number };
export type HttpDateForm = 'imf_fixdate' | 'rfc850' | 'asctime';

/** A switch as it was set. */
export interface SwitchSetting {
  readonly name: SwitchName;
  /** Only calls of this operation, such as `create_invoice`; events are `event.<type>`. */
  readonly operation: string | null;
  /** Only calls whose path starts so. */
  readonly pathPrefix: string | null;
  /** Fires this many times and is then gone; null fires until cleared. */
  readonly count: number | null;
  /** Fires with this probability, drawn from a generator with `seed`; null always fires. */
  readonly probability: number | null;
  readonly seed: number;
  readonly ms: number | null;
  readonly code: number | null;
  readonly retryAfter: RetryAfterSetting | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly location: string | null;
  readonly afterEffect: boolean;
}

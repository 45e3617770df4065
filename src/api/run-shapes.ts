/** What calls about runs take and give. */
import Type, { type Static } from 'typebox';
import { RUN_STATES } from '../runs/index.ts';
import { AnyJson, FreeObject, Instant, MaybeInstant, MaybeText, Names } from './answer-shapes.ts';

export const RunPlaceShape = Type.Object({ id: Type.String({ maxLength: 64 }) });

export const RunQuery = Type.Object(
  {
    state: Type.Optional(Type.Unsafe<(typeof RUN_STATES)[number]>({ type: 'string', enum: [...RUN_STATES] })),
    flow: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  },
  { additionalProperties: false },
);

const RunProblemShown = Type.Object({
  code: Type.String(),
  message: Type.String(),
  fix: Type.String(),
  stepKey: Type.Optional(Type.String()),
  itemKey: Type.Optional(Type.String()),
});

export const RunSummary = Type.Object({
  id: Type.String(),
  flow: Type.String(),
  flowVersion: Type.Integer(),
  eventId: Type.String(),
  state: Type.Unsafe<(typeof RUN_STATES)[number]>({ type: 'string', enum: [...RUN_STATES] }),
  createdAt: Instant,
  endedAt: MaybeInstant,
  dueAt: Instant,
  orderKey: MaybeText,
  isBlocked: Type.Boolean({ description: 'Another run of the same order key goes first.' }),
  isCancelRequested: Type.Boolean(),
  crashCount: Type.Integer(),
  rerunOf: MaybeText,
  problem: Type.Union([RunProblemShown, Type.Null()]),
});
export type RunSummary = Static<typeof RunSummary>;

export const RunPage = Type.Object({ runs: Type.Array(RunSummary), nextCursor: MaybeText });
export type RunPage = Static<typeof RunPage>;

export const RunCounts = Type.Object({ counts: Type.Record(Type.String(), Type.Integer()) });
export type RunCounts = Static<typeof RunCounts>;

/** A body as it was kept: text where it is UTF-8, base64 otherwise. */
export const BodyShown = Type.Object({
  text: Type.Optional(Type.String()),
  base64: Type.Optional(Type.String()),
  bytes: Type.Integer({ description: 'Bytes that are kept.' }),
  isTruncated: Type.Boolean({ description: 'True when there was more than is shown.' }),
});
export type BodyShown = Static<typeof BodyShown>;

const EventShown = Type.Object({
  id: Type.String(),
  receivedAt: Instant,
  contentType: Type.String(),
  dedupeKey: MaybeText,
  headers: Names,
  body: BodyShown,
});

const StepShown = Type.Object({
  stepKey: Type.String(),
  itemKey: Type.String(),
  state: Type.String(),
  input: Type.Optional(AnyJson),
  output: Type.Optional(AnyJson),
  updatedAt: Instant,
});

const AttemptShown = Type.Object({
  stepKey: Type.String(),
  itemKey: Type.String(),
  number: Type.Integer(),
  kind: Type.String({ description: '`call`, `look_up`, `status_poll` or `verdict`.' }),
  outcome: MaybeText,
  operationClass: Type.String(),
  idempotencyKey: MaybeText,
  startedAt: Instant,
  durationMs: Type.Union([Type.Integer(), Type.Null()]),
  request: FreeObject,
  requestBody: Type.Optional(BodyShown),
  responseStatus: Type.Union([Type.Integer(), Type.Null()]),
  responseHeaders: Type.Optional(Names),
  responseBody: Type.Optional(BodyShown),
  failure: Type.Optional(FreeObject),
  decision: Type.Optional(FreeObject),
});
export type AttemptShown = Static<typeof AttemptShown>;

export const RunShown = Type.Object({
  ...RunSummary.properties,
  event: EventShown,
  steps: Type.Array(StepShown),
  stepsLeftOut: Type.Integer({ description: 'Older steps and items of a long run that are not shown.' }),
  attempts: Type.Array(AttemptShown),
  attemptsLeftOut: Type.Integer({ description: 'Older attempts of a long run that are not shown.' }),
});
export type RunShown = Static<typeof RunShown>;

export const VerdictDraft = Type.Object(
  {
    happened: Type.Boolean({ description: 'Did the write take effect at the vendor?' }),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, description: 'Id of the record, when it did.' })),
    output: Type.Optional(FreeObject),
  },
  { additionalProperties: false },
);
export type VerdictDraft = Static<typeof VerdictDraft>;

export const EventAccepted = Type.Object({ eventId: Type.String(), runId: Type.String(), duplicate: Type.Boolean() });
export type EventAccepted = Static<typeof EventAccepted>;

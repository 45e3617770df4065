/** What calls about runs take and give. */
import Type, { type Static } from 'typebox';
import type { JsonValue } from '../foundation/index.ts';
import { MAX_REPLAYED, RUN_STATES } from '../runs/index.ts';
import { AnyJson, FreeObject, Instant, MaybeInstant, MaybeText, Names } from './answer-shapes.ts';

export const RunPlaceShape = Type.Object({ id: Type.String({ maxLength: 64 }) });

const ONE_STATE = `(?:${RUN_STATES.join('|')})`;

export const RunQuery = Type.Object(
  {
    state: Type.Optional(
      Type.String({
        maxLength: 200,
        pattern: `^${ONE_STATE}(?:,${ONE_STATE})*$`,
        description: `One state or several, parted by commas: ${RUN_STATES.join(', ')}.`,
      }),
    ),
    flow: Type.Optional(Type.String({ maxLength: 100, description: 'Name of a flow.' })),
    orderKey: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, description: 'The whole order key.' })),
    code: Type.Optional(
      Type.String({ maxLength: 100, pattern: '^[a-z0-9_.]+$', description: 'Error code of the problem of the run.' }),
    ),
    text: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Text that the body of the event holds; capitals of A to Z make no difference.',
      }),
    ),
    from: Type.Optional(Type.String({ format: 'date-time', description: 'Only runs made at this moment or later.' })),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Only runs made before this moment.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 64, description: '`nextCursor` of the page before.' })),
  },
  { additionalProperties: false },
);

export type RunListQuery = Static<typeof RunQuery>;

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
  flowTitle: Type.String(),
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

export const RunPage = Type.Object({
  runs: Type.Array(RunSummary),
  nextCursor: MaybeText,
  searchedTo: Type.Union([Instant, Type.Null()], {
    description:
      'With `text`: the runs made before this moment are not searched yet, and `nextCursor` goes on there, also where this page is empty. Null once all are searched.',
  }),
});
export type RunPage = Static<typeof RunPage>;

export const RunCounts = Type.Object({
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'By state; none is above `countCap`.' }),
  countCap: Type.Integer({ description: 'Counting stops here: a count that equals it means "this many or more".' }),
});
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

const LinkShown = Type.Object({
  stepKey: Type.String(),
  source: Type.String({ description: 'Key of the source record.' }),
  destination: Type.Unsafe<JsonValue>({ description: 'Id of the destination record, as the vendor gave it.' }),
});

const DecisionShown = Type.Object({
  kind: Type.String(),
  text: Type.String({ description: 'What was decided, in words.' }),
  delayMs: Type.Optional(Type.Number()),
  untilAt: Type.Optional(Instant),
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
  decision: Type.Optional(DecisionShown),
});
export type AttemptShown = Static<typeof AttemptShown>;

export const RunShown = Type.Object({
  ...RunSummary.properties,
  event: EventShown,
  eventJson: Type.Optional(
    Type.Unsafe<JsonValue>({ description: 'The body as mappings see it, where it can be read and is not too large.' }),
  ),
  links: Type.Array(LinkShown, { description: 'Records that this run was the last to link.' }),
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

export const ReplayManyDraft = Type.Object(
  {
    flow: Type.Optional(Type.String({ maxLength: 100, description: 'Only dead letters of this flow.' })),
    code: Type.Optional(
      Type.String({ maxLength: 100, pattern: '^[a-z0-9_.]+$', description: 'Only those of this code.' }),
    ),
    ids: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: MAX_REPLAYED })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ReplayManyDraft = Static<typeof ReplayManyDraft>;

export const ReplayedShown = Type.Object({
  replayed: Type.Integer(),
  refused: Type.Integer({ description: 'Those that are no dead letters, or whose order key failed.' }),
  hasMore: Type.Boolean({ description: `True when more are left: one call replays ${MAX_REPLAYED} at most.` }),
});
export type ReplayedShown = Static<typeof ReplayedShown>;

export const EventAccepted = Type.Object({ eventId: Type.String(), runId: Type.String(), duplicate: Type.Boolean() });
export type EventAccepted = Static<typeof EventAccepted>;

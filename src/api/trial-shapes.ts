/** What calls about samples and trials take and give. */
import Type, { type Static } from 'typebox';
import { SAMPLE_ORIGINS, TRIAL_STATES } from '../trials/index.ts';
import { AnyJson, Instant, MaybeText, Names, ProblemItem } from './answer-shapes.ts';
import { FlowName } from './flow-shapes.ts';
import { BodyShown } from './run-shapes.ts';

const SampleOrigin = Type.Unsafe<(typeof SAMPLE_ORIGINS)[number]>({ type: 'string', enum: [...SAMPLE_ORIGINS] });

export const SampleShown = Type.Object({
  output: AnyJson,
  origin: SampleOrigin,
  isPinned: Type.Boolean({ description: 'Trials take it as it is and do not run the step.' }),
  isStale: Type.Boolean({ description: 'The step, or what comes before it, was changed since.' }),
  note: Type.String({ description: 'Where it comes from, in words.' }),
  madeBy: Type.String(),
  madeAt: Instant,
  sizeBytes: Type.Integer(),
});
export type SampleShown = Static<typeof SampleShown>;

export const SamplesShown = Type.Object({
  trigger: Type.Union([SampleShown, Type.Null()]),
  steps: Type.Record(Type.String(), SampleShown),
});
export type SamplesShown = Static<typeof SamplesShown>;

const StepKey = Type.String({ minLength: 1, maxLength: 100 });

export const SamplePlace = Type.Object({
  ...FlowName.properties,
  key: Type.String({ minLength: 1, maxLength: 100, description: 'Key of a step, or `trigger`.' }),
});

export const SampleDraft = Type.Object(
  {
    output: AnyJson,
    isPinned: Type.Boolean(),
    origin: Type.Unsafe<'pasted' | 'edited' | 'fetched'>({ type: 'string', enum: ['pasted', 'edited', 'fetched'] }),
  },
  { additionalProperties: false },
);
export type SampleDraft = Static<typeof SampleDraft>;

export const PinDraft = Type.Object({ isPinned: Type.Boolean() }, { additionalProperties: false });

export const SampleSource = Type.Object(
  {
    eventId: Type.Optional(Type.String({ maxLength: 64 })),
    runId: Type.Optional(Type.String({ maxLength: 64 })),
    withSteps: Type.Optional(
      Type.Boolean({ description: 'Also pin what the succeeded steps of the run gave. Default false.' }),
    ),
  },
  { additionalProperties: false },
);
export type SampleSource = Static<typeof SampleSource>;

export const EventQuery = Type.Object(
  { limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) },
  { additionalProperties: false },
);

const FlowEventShown = Type.Object({
  id: Type.String(),
  receivedAt: Instant,
  body: Type.Union([AnyJson, Type.Null()], { description: 'Null when it cannot be read or is too large for a list.' }),
  bytes: Type.Integer(),
  runId: Type.String(),
  runState: Type.String(),
  fromFlow: Type.Optional(Type.String({ description: 'Name of the other flow that took this event.' })),
});

export const FlowEventsShown = Type.Object({ events: Type.Array(FlowEventShown) });
export type FlowEventsShown = Static<typeof FlowEventsShown>;

export const RecordQuery = Type.Object(
  {
    connection: Type.Optional(
      Type.String({ maxLength: 64, description: 'Default: the connection that the trigger names.' }),
    ),
  },
  { additionalProperties: false },
);

export const RecordsShown = Type.Object({
  records: Type.Array(Type.Object({ title: Type.String(), body: AnyJson })),
});
export type RecordsShown = Static<typeof RecordsShown>;

const TrialChoice = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('send'),
      requestHash: Type.String({ maxLength: 200, description: 'Of the request that was shown.' }),
    },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('skip') }, { additionalProperties: false }),
]);

export const TrialDraft = Type.Object(
  {
    revision: Type.Integer({ minimum: 0, description: 'Of the draft that the person sees.' }),
    upTo: StepKey,
    choices: Type.Optional(Type.Record(Type.String(), TrialChoice)),
  },
  { additionalProperties: false },
);
export type TrialDraft = Static<typeof TrialDraft>;

const TrialProblem = Type.Object({
  code: Type.String(),
  message: Type.String(),
  fix: Type.String(),
  problems: Type.Optional(Type.Array(ProblemItem)),
});

const RequestShown = Type.Object({
  method: Type.String(),
  url: Type.String(),
  headers: Names,
  body: Type.Optional(BodyShown),
});

const ResponseShown = Type.Object({
  status: Type.Integer(),
  headers: Names,
  body: Type.Optional(BodyShown),
  durationMs: Type.Integer(),
});

/** A call as it would go out or went out; secrets are masked. */
const TrialCallShown = Type.Object({
  connection: Type.String(),
  connector: Type.String(),
  operation: Type.String(),
  operationTitle: Type.String(),
  class: Type.Unsafe<'R' | 'I' | 'K' | 'L' | 'N'>({
    type: 'string',
    enum: ['R', 'I', 'K', 'L', 'N'],
    description: 'R reads; every other class writes.',
  }),
  isWrite: Type.Boolean(),
  account: Type.String({ description: 'Whose account it goes to, as far as the connection says.' }),
  request: RequestShown,
  requestHash: Type.String({ description: 'Names this request; a choice to send holds for it alone.' }),
  doubt: Type.Optional(
    Type.Object(
      {
        sentAt: Instant,
        sentBy: Type.String(),
        isSafe: Type.Boolean({ description: 'The same request under the same key: no second record comes of it.' }),
      },
      { description: 'An earlier send of this step may have taken effect.' },
    ),
  ),
  response: Type.Optional(ResponseShown),
});

const TrialStepShown = Type.Object({
  key: Type.String({ description: 'Key of a step; `trigger` when the trigger stops the trial.' }),
  state: Type.Unsafe<(typeof TRIAL_STATES)[number]>({
    type: 'string',
    enum: [...TRIAL_STATES],
    description: 'What the trial did with the step.',
  }),
  output: Type.Optional(AnyJson),
  problem: Type.Optional(TrialProblem),
  call: Type.Optional(TrialCallShown),
});
export type TrialStepShown = Static<typeof TrialStepShown>;

export const TrialShown = Type.Object({
  steps: Type.Array(TrialStepShown),
  stoppedAt: MaybeText,
  samples: SamplesShown,
});
export type TrialShown = Static<typeof TrialShown>;

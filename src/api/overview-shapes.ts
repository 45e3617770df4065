/** What the overview gives. */
import Type, { type Static } from 'typebox';
import { Instant, MaybeInstant } from './answer-shapes.ts';

const KINDS = ['dead_letters', 'unknown', 'held', 'connection', 'subscription'] as const;

const OverviewProblem = Type.Object({
  kind: Type.Unsafe<(typeof KINDS)[number]>({ type: 'string', enum: [...KINDS] }),
  count: Type.Integer({
    description:
      'Runs; `countCap` means that many or more. 1 for a connection, and for a webhook that is not registered.',
  }),
  flow: Type.Optional(Type.String()),
  connection: Type.Optional(Type.String()),
  since: Type.Union([Instant, Type.Null()], { description: 'When the oldest of these runs was made.' }),
  text: Type.String({ description: 'What is wrong, in words.' }),
});

const HourShown = Type.Object({ at: Instant, succeeded: Type.Integer(), failed: Type.Integer() });

const FlowOverview = Type.Object({
  name: Type.String(),
  title: Type.String(),
  liveVersion: Type.Union([Type.Integer(), Type.Null()]),
  isEnabled: Type.Union([Type.Boolean(), Type.Null()], { description: 'Null when it was never published.' }),
  hasDraft: Type.Boolean(),
  hours: Type.Array(HourShown, { description: 'The last 24 hours, the oldest first; the newest one is not over.' }),
  today: Type.Object({ succeeded: Type.Integer(), failed: Type.Integer() }, { description: 'The sum of `hours`.' }),
  waiting: Type.Integer({ description: 'Runs that are queued or wait for a time.' }),
  held: Type.Integer(),
  unknown: Type.Integer(),
  deadLetters: Type.Integer(),
  nextDueAt: MaybeInstant,
  lastEventAt: MaybeInstant,
});

export const OverviewShown = Type.Object({
  problems: Type.Array(OverviewProblem),
  flows: Type.Array(FlowOverview),
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'Runs by state, none above `countCap`.' }),
  countCap: Type.Integer({ description: 'Counting stops here: a count that equals it means "this many or more".' }),
});
export type OverviewShown = Static<typeof OverviewShown>;

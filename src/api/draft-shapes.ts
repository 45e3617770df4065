/** What calls about drafts, versions and differences take and give. */
import Type, { type Static } from 'typebox';
import { AnyJson, Instant, MaybeText } from './answer-shapes.ts';
import { Consent, FlowProblem } from './flow-shapes.ts';

const Revision = Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'The one that was read before.' });

/** What is being worked on. Without a draft of its own, it is the live version's document. */
export const DraftShown = Type.Object({
  document: AnyJson,
  revision: Type.Integer({
    description: 'Give it back when saving; it changes with everything that touches the draft.',
  }),
  basedOn: Type.Union([Type.Integer(), Type.Null()], { description: 'The version that the work began with.' }),
  isChanged: Type.Boolean({ description: 'It differs from the live version, or nothing is live.' }),
  editedBy: Type.String(),
  editedAt: Instant,
  problems: Type.Array(FlowProblem, { description: 'While there are any, it cannot be published.' }),
  consent: Consent,
});
export type DraftShown = Static<typeof DraftShown>;

export const DraftSave = Type.Object({ document: AnyJson, revision: Revision }, { additionalProperties: false });

export const DraftPublish = Type.Object(
  { revision: Revision, note: Type.Optional(Type.String({ maxLength: 1_000 })) },
  { additionalProperties: false },
);

const Side = Type.String({ pattern: '^(draft|[1-9][0-9]{0,8})$', description: '`draft` or the number of a version.' });

export const ChangesQuery = Type.Object({ from: Side, to: Side });

/** The differences of two documents as sentences. */
export const ChangesShown = Type.Object({
  changes: Type.Array(
    Type.Object({
      stepKey: MaybeText,
      pointer: Type.String({ description: 'Into the newer document; of what was removed, into the older.' }),
      kind: Type.Union([
        Type.Literal('added'),
        Type.Literal('removed'),
        Type.Literal('changed'),
        Type.Literal('moved'),
      ]),
      text: Type.String(),
    }),
  ),
});
export type ChangesShown = Static<typeof ChangesShown>;
export type FlowChanges = ChangesShown['changes'];

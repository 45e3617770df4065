/** What calls about flows take and give. */
import Type, { type Static } from 'typebox';
import { AnyJson, Instant, ProblemItem } from './answer-shapes.ts';

export const FlowName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });

export const FlowSummary = Type.Object({
  name: Type.String(),
  title: Type.String(),
  liveVersion: Type.Union([Type.Integer(), Type.Null()]),
  createdAt: Instant,
});
export type FlowSummary = Static<typeof FlowSummary>;

export const FlowList = Type.Object({ flows: Type.Array(FlowSummary) });

const VersionSummary = Type.Object({
  number: Type.Integer(),
  isLive: Type.Boolean(),
  note: Type.String(),
  publishedBy: Type.String(),
  publishedAt: Instant,
});

export const FlowDetails = Type.Object({ ...FlowSummary.properties, versions: Type.Array(VersionSummary) });
export type FlowDetails = Static<typeof FlowDetails>;

export const VersionPlace = Type.Object({
  ...FlowName.properties,
  number: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
});

export const VersionDetails = Type.Object({ ...VersionSummary.properties, document: AnyJson });
export type VersionDetails = Static<typeof VersionDetails>;

export const FlowDraft = Type.Object({ document: AnyJson }, { additionalProperties: false });

export const FlowCheck = Type.Object({ isPublishable: Type.Boolean(), problems: Type.Array(ProblemItem) });
export type FlowCheck = Static<typeof FlowCheck>;

export const PublishDraft = Type.Object(
  { document: AnyJson, note: Type.Optional(Type.String({ maxLength: 1_000 })) },
  { additionalProperties: false },
);

/** Where events come in. The secret is shown at the moment it is made, and never again. */
export const HookShown = Type.Object({
  path: Type.String({ description: 'Path below the address of Holdfast that senders post to.' }),
  url: Type.String(),
  signature: Type.String(),
  hasSecret: Type.Boolean(),
  isEnabled: Type.Boolean(),
  secret: Type.Optional(Type.String({ description: 'The signing secret; given once.' })),
});
export type HookShown = Static<typeof HookShown>;

export const PublishedShown = Type.Object({
  flow: Type.String(),
  version: Type.Integer(),
  isUnchanged: Type.Boolean(),
  hook: HookShown,
});
export type PublishedShown = Static<typeof PublishedShown>;

export const HookSwitch = Type.Object({ isEnabled: Type.Boolean() }, { additionalProperties: false });

export const SecretDraft = Type.Object(
  {
    secret: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: 'The secret that the sender shows; left out, one is made.',
      }),
    ),
    keepPreviousMs: Type.Optional(
      Type.Integer({ minimum: 0, description: 'How long the secret before stays good. Default 24 hours.' }),
    ),
  },
  { additionalProperties: false },
);

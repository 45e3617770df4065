/** What calls about flows take and give. */
import Type, { type Static } from 'typebox';
import { AnyJson, FreeObject, Instant, MaybeInstant, MaybeText, Names, ProblemItem } from './answer-shapes.ts';

const MaybeNumber = Type.Union([Type.Integer(), Type.Null()]);

export const FlowName = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });

export const FlowSummary = Type.Object({
  name: Type.String(),
  title: Type.String(),
  liveVersion: MaybeNumber,
  createdAt: Instant,
  hasDraft: Type.Boolean({ description: 'There is a draft that differs from the live version.' }),
  draftEditedAt: MaybeInstant,
  isEnabled: Type.Union([Type.Boolean(), Type.Null()], {
    description: 'Its webhook takes events; null while nothing was published.',
  }),
  triggerText: Type.String({ description: 'What starts it, such as "Sandbox CRM: Deal closed won".' }),
  connectors: Type.Array(Type.String(), { description: 'Connectors of its trigger and its steps.' }),
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

/** A problem of a flow, with the step that it is in. */
export const FlowProblem = Type.Object({
  ...ProblemItem.properties,
  stepKey: Type.Optional(Type.String({ description: 'Key of the innermost step around it.' })),
});
export type FlowProblem = Static<typeof FlowProblem>;

/** What has to be consented to at the vendors before the calls of a flow can be made; it may be published all the same. */
export const Consent = Type.Array(
  Type.Object({ connection: Type.String(), missing: Type.Array(Type.String(), { description: 'Scopes.' }) }),
  {
    description: 'Scopes that are needed and not granted, by connection; runs that need them are held until they are.',
  },
);

export const FlowCheck = Type.Object({
  isPublishable: Type.Boolean(),
  problems: Type.Array(FlowProblem),
  consent: Consent,
});
export type FlowCheck = Static<typeof FlowCheck>;

export const PublishDraft = Type.Object(
  { document: AnyJson, note: Type.Optional(Type.String({ maxLength: 1_000 })) },
  { additionalProperties: false },
);

const SubscriptionShown = Type.Object({
  state: Type.String({ description: '`active`, `making` or `failed`.' }),
  connection: Type.String({ description: 'The connection through which the vendor was asked.' }),
  problem: MaybeText,
  updatedAt: Instant,
});

/** Where events come in. The secret is shown at the moment it is made, and never again. */
export const HookShown = Type.Object({
  path: Type.String({ description: 'Path below the address of Holdfast that senders post to.' }),
  url: Type.String(),
  signature: Type.String(),
  hasSecret: Type.Boolean(),
  isEnabled: Type.Boolean(),
  secret: Type.Optional(Type.String({ description: 'The signing secret; given once.' })),
  subscription: Type.Union([SubscriptionShown, Type.Null()], {
    description: 'The registration of this address at the vendor; null where the trigger names no connection.',
  }),
});
export type HookShown = Static<typeof HookShown>;

export const PublishedShown = Type.Object({
  flow: Type.String(),
  version: Type.Integer(),
  isUnchanged: Type.Boolean(),
  hook: HookShown,
  consent: Consent,
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

const ConnectionChoice = Type.Optional(Names);

/** A new flow; without a document and a template it is empty. */
export const NewFlowDraft = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    name: Type.Optional(Type.String({ maxLength: 64, description: 'Left out, it is made from the title.' })),
    document: Type.Optional(AnyJson),
    template: Type.Optional(Type.String({ maxLength: 100 })),
    connections: ConnectionChoice,
  },
  { additionalProperties: false },
);
export type NewFlowDraft = Static<typeof NewFlowDraft>;

/** A flow as a file: its document, and of which connectors the connections in it are. */
export const FlowBundle = Type.Object({
  holdfastExport: Type.Literal(1),
  document: FreeObject,
  connections: Type.Array(Type.Object({ name: Type.String(), connector: Type.String() })),
});
export type FlowBundle = Static<typeof FlowBundle>;

export const ExportQuery = Type.Object({
  of: Type.Optional(
    Type.String({
      pattern: '^(live|draft|[1-9][0-9]{0,8})$',
      description: '`live`, `draft` or the number of a version; left out, the live version, else the draft.',
    }),
  ),
});

export const ImportDraft = Type.Object(
  {
    bundle: AnyJson,
    name: Type.Optional(Type.String({ maxLength: 64 })),
    connections: ConnectionChoice,
  },
  { additionalProperties: false },
);

export const ImportShown = Type.Object({ flow: FlowSummary, problems: Type.Array(FlowProblem) });
export type ImportShown = Static<typeof ImportShown>;

export const TemplateList = Type.Object({
  templates: Type.Array(
    Type.Object({
      name: Type.String(),
      title: Type.String(),
      summary: Type.String(),
      trigger: Type.Object({ connector: MaybeText, event: MaybeText, text: Type.String() }),
      roles: Type.Array(Type.Object({ role: Type.String(), connector: Type.String(), title: Type.String() })),
      steps: Type.Array(Type.String(), { description: 'Titles of the steps.' }),
    }),
  ),
});
export type TemplateList = Static<typeof TemplateList>;

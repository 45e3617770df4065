/** What calls about notices and channels take and give. The secret of a webhook comes out once, when it is made. */
import Type, { type Static } from 'typebox';
import { Instant, MaybeInstant, MaybeText } from './answer-shapes.ts';

export const NoticePlace = Type.Object({ id: Type.String({ maxLength: 64 }) });

export const NoticeListQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('all')], {
        description: '`open` (the default): the cause is still there. `all`: those whose cause is gone as well.',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default 50.' })),
    before: Type.Optional(Type.String({ maxLength: 64, description: 'Id of the last notice of the page before.' })),
  },
  { additionalProperties: false },
);
export type NoticeListQuery = Static<typeof NoticeListQuery>;

const DeliveryShown = Type.Object({
  channel: Type.String({ description: 'Name of the channel; `Mail` for the mail to a person.' }),
  target: MaybeText,
  state: Type.Union([Type.Literal('due'), Type.Literal('sent'), Type.Literal('failed')]),
  problem: MaybeText,
  sentAt: MaybeInstant,
});

export const NoticeShown = Type.Object({
  id: Type.String(),
  kind: Type.String({ description: 'What kind of cause it is, such as `connection_needs_reconnect`.' }),
  severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
  title: Type.String(),
  text: Type.String(),
  fix: Type.String({ description: 'What to do.' }),
  link: Type.String({ description: 'Path in the web app.' }),
  forPerson: Type.Union([Type.String(), Type.Null()], {
    description: 'Name of whoever has to act; null: the owners of the workspace.',
  }),
  raisedAt: Instant,
  lastSeenAt: Instant,
  seenCount: Type.Integer(),
  resolvedAt: MaybeInstant,
  acknowledgedAt: MaybeInstant,
  acknowledgedBy: MaybeText,
  deliveries: Type.Array(DeliveryShown),
});
export type NoticeShown = Static<typeof NoticeShown>;

export const NoticePage = Type.Object({
  notices: Type.Array(NoticeShown, { description: 'The newest first.' }),
  openCount: Type.Integer({ description: 'Open ones that nobody has acknowledged.' }),
});
export type NoticePage = Static<typeof NoticePage>;

const ChannelKind = Type.Union([Type.Literal('email'), Type.Literal('webhook')]);
const Addresses = Type.Array(Type.String({ maxLength: 254 }), { minItems: 1, maxItems: 10 });
const ChannelTitle = Type.String({ minLength: 1, maxLength: 100 });
const ChannelUrl = Type.String({ minLength: 1, maxLength: 2_000, description: 'Where notices are posted.' });

export const ChannelShown = Type.Object({
  id: Type.String(),
  kind: ChannelKind,
  name: Type.String(),
  settings: Type.Object({
    addresses: Type.Optional(Type.Array(Type.String())),
    url: Type.Optional(Type.String({ description: 'Only owners see more of it than its origin.' })),
  }),
  isEnabled: Type.Boolean(),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'What went wrong, while deliveries fail.' }),
  problemSince: MaybeInstant,
  lastSentAt: MaybeInstant,
  createdAt: Instant,
});
export type ChannelShown = Static<typeof ChannelShown>;

export const ChannelsShown = Type.Object({
  channels: Type.Array(ChannelShown),
  mail: Type.Object(
    {
      isConfigured: Type.Boolean(),
      from: MaybeText,
      problem: MaybeText,
      problemSince: MaybeInstant,
      lastSentAt: MaybeInstant,
    },
    { description: 'The mail of the installation, which goes to the address of whoever has to act.' },
  ),
});
export type ChannelsShown = Static<typeof ChannelsShown>;

export const NewChannelDraft = Type.Object(
  {
    kind: ChannelKind,
    name: ChannelTitle,
    addresses: Type.Optional(Addresses),
    url: Type.Optional(ChannelUrl),
  },
  {
    additionalProperties: false,
    description: 'Kind `email` with `addresses`, or kind `webhook` with `url`.',
  },
);
export type NewChannelDraft = Static<typeof NewChannelDraft>;

export const ChannelMade = Type.Object({
  channel: ChannelShown,
  secret: Type.Optional(Type.String({ description: 'Verifies what a webhook is sent; given once.' })),
});
export type ChannelMade = Static<typeof ChannelMade>;

export const ChannelChange = Type.Object(
  {
    isEnabled: Type.Optional(Type.Boolean()),
    name: Type.Optional(ChannelTitle),
    addresses: Type.Optional(Addresses),
    url: Type.Optional(ChannelUrl),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const ChannelTested = Type.Object({
  isDelivered: Type.Boolean({ description: 'True when every target has taken it.' }),
  results: Type.Array(
    Type.Object({
      target: Type.String({ description: 'The address, or the host of the webhook.' }),
      isDelivered: Type.Boolean(),
      problem: MaybeText,
    }),
  ),
  channel: ChannelShown,
});
export type ChannelTested = Static<typeof ChannelTested>;

/** What calls about people, members, invitations and workspaces take and give. */
import Type, { type Static } from 'typebox';
import { ROLES, type Role } from '../access/index.ts';
import { Instant, MaybeText } from './answer-shapes.ts';

/** The role of a member or a token. */
export const RoleName = Type.Unsafe<Role>({
  type: 'string',
  enum: [...ROLES],
  description: 'viewer looks, operator acts on runs, builder changes flows and connections, owner decides who belongs.',
});

const Id = Type.String({ maxLength: 64 });
const Email = Type.String({ minLength: 3, maxLength: 254 });
const PersonName = Type.String({ minLength: 1, maxLength: 100 });
/** Bounded here so that no body is hashed that is far too long; the rest is said in words by the room `access`. */
const Password = Type.String({ minLength: 1, maxLength: 1_000 });
const LinkToken = Type.String({ minLength: 1, maxLength: 200, description: 'What stands behind # in the link.' });
const closed = { additionalProperties: false };

export const Empty = Type.Object({}, closed);

export const LinkShown = Type.Object({ link: Type.String({ description: 'Given once.' }) });

export const WorkspaceShown = Type.Object({ id: Type.String(), name: Type.String(), role: RoleName });

export const MeShown = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    hasSecondFactor: Type.Boolean(),
    passkeyCount: Type.Integer(),
  }),
  workspaces: Type.Array(WorkspaceShown),
  workspaceId: Type.Union([Type.String(), Type.Null()], {
    description: 'The workspace that calls are about; null for somebody who belongs to none.',
  }),
  role: Type.Union([RoleName, Type.Null()]),
});

export const SessionPlace = Type.Object({ id: Id });

export const SessionShown = Type.Object({
  id: Type.String(),
  createdAt: Instant,
  lastUsedAt: Instant,
  ipAddress: MaybeText,
  userAgent: MaybeText,
  isCurrent: Type.Boolean(),
});

export const SessionsShown = Type.Object({ sessions: Type.Array(SessionShown) });

export const SetUpState = Type.Object({ isNeeded: Type.Boolean({ description: 'Nobody owns this Holdfast yet.' }) });

export const SetUpDraft = Type.Object({ token: LinkToken, name: PersonName, email: Email, password: Password }, closed);

export const MemberPlaceShape = Type.Object({ personId: Id });

export const MemberShown = Type.Object({
  personId: Type.String(),
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  joinedAt: Instant,
  hasSecondFactor: Type.Boolean(),
  isYou: Type.Boolean(),
});
export type MemberShown = Static<typeof MemberShown>;

export const MembersShown = Type.Object({ members: Type.Array(MemberShown) });

export const MemberChange = Type.Object({ role: RoleName }, closed);

export const InvitationPlace = Type.Object({ id: Id });

export const InvitationShown = Type.Object({
  id: Type.String(),
  email: Type.String(),
  role: RoleName,
  invitedBy: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
  isExpired: Type.Boolean(),
});
export type InvitationShown = Static<typeof InvitationShown>;

export const InvitationsShown = Type.Object({ invitations: Type.Array(InvitationShown) });

export const InvitationDraft = Type.Object({ email: Email, role: RoleName }, closed);

export const InvitationMade = Type.Object({ invitation: InvitationShown, link: LinkShown.properties.link });

export const LinkTokenDraft = Type.Object({ token: LinkToken }, closed);

export const InvitationOpened = Type.Object({
  workspaceName: Type.String(),
  email: Type.String(),
  role: RoleName,
  isPersonKnown: Type.Boolean({ description: 'There is an account with this address: sign in with it to accept.' }),
});

export const AcceptDraft = Type.Object(
  { token: LinkToken, name: Type.Optional(PersonName), password: Type.Optional(Password) },
  closed,
);

export const WorkspaceDraft = Type.Object({ name: Type.String({ minLength: 1, maxLength: 60 }) }, closed);

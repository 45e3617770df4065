/** What calls say about the ways to sign in: enough to draw a form, and to know what to post. */
import Type, { type Static } from 'typebox';
import { type CredentialField, credentialFields, schemeTitle } from '../connections/index.ts';
import type { AuthScheme } from '../connectors/index.ts';

const Condition = Type.Object({
  field: Type.String(),
  isOneOf: Type.Array(Type.String()),
});

export const CredentialFieldShown = Type.Object({
  name: Type.String({
    description: 'Where it stands in the credential: `client.secret` is the member `secret` of the object `client`.',
  }),
  title: Type.String(),
  help: Type.Optional(Type.String()),
  isSecret: Type.Boolean({
    description:
      'In place of a text, `{"reference": "env:…"}` may name where the secret lies: env, file, vault or aws.',
  }),
  isRequired: Type.Boolean(),
  isLong: Type.Optional(Type.Boolean({ description: 'Several lines, such as PEM.' })),
  isList: Type.Optional(Type.Boolean({ description: 'A list of texts, in order.' })),
  isMap: Type.Optional(Type.Boolean({ description: 'An object of texts by name.' })),
  choices: Type.Optional(Type.Array(Type.String())),
  when: Type.Optional({
    ...Condition,
    description: 'The field is there only while another one has one of these values.',
  }),
  requiredWhen: Type.Optional({ ...Condition, description: 'Required while another field has one of these values.' }),
});
export type CredentialFieldShown = Static<typeof CredentialFieldShown>;

/** One way to sign in, with what a person has to give. */
export const AuthSchemeShown = Type.Object({
  kind: Type.String({ description: 'To be posted as `kind` of the credential.' }),
  title: Type.String(),
  fields: Type.Array(CredentialFieldShown),
  in: Type.Optional(Type.String({ description: 'Where an API key is sent; to be posted with the key.' })),
  name: Type.Optional(Type.String({ description: 'Header or parameter of the API key.' })),
  nameSetting: Type.Optional(Type.String({ description: 'Setting that may hold another name for it.' })),
  prefix: Type.Optional(Type.String()),
  prefixSetting: Type.Optional(Type.String({ description: 'Setting that may hold another prefix.' })),
  provider: Type.Optional(Type.String({ description: 'OAuth provider by name; `any`: the person chooses.' })),
  scopes: Type.Optional(Type.Array(Type.String(), { description: 'Asked for whatever the flows use.' })),
  service: Type.Optional(Type.String({ description: 'AWS service, where it is fixed.' })),
});
export type AuthSchemeShown = Static<typeof AuthSchemeShown>;

/** A connector's scheme with its form. */
export function authSchemeShown(scheme: AuthScheme): AuthSchemeShown {
  const scopes = scheme.kind === 'oauth2' ? { scopes: [...scheme.scopes] } : {};
  const form = { title: schemeTitle(scheme), fields: credentialFields(scheme).map(credentialFieldShown) };
  return { ...scheme, ...scopes, ...form } as AuthSchemeShown;
}

/** A field without what only the check of its value needs. */
export function credentialFieldShown({ format: _format, ...field }: CredentialField): CredentialFieldShown {
  const { choices, when, requiredWhen } = field;
  return {
    ...field,
    ...(choices === undefined ? {} : { choices: [...choices] }),
    ...(when === undefined ? {} : { when: { ...when, isOneOf: [...when.isOneOf] } }),
    ...(requiredWhen === undefined ? {} : { requiredWhen: { ...requiredWhen, isOneOf: [...requiredWhen.isOneOf] } }),
  } as CredentialFieldShown;
}

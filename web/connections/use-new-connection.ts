/** What stands behind the form of a new connection: its values, what is wrong with them, and the ways to send them. */
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { JsonObject } from '../../src/foundation/index.ts';
import { call } from '../api/call.ts';
import { focusFirst } from '../parts/form-problems.ts';
import { tell } from '../parts/tell.ts';
import { useAction } from '../parts/use-action.ts';
import { connectWords as words } from '../words/connect.ts';
import { type AuthWay, authWays } from './auth-ways.ts';
import { type ConnectionShown, type ConnectorShown, connectionQuery } from './connection-queries.ts';
import { type ConnectionValues, credentialKind, secretKey, settingKey } from './credential-draft.ts';
import { oauthKey } from './oauth-draft.ts';
import { type SettingField, settingFields, settingProblems, typedSettings } from './setting-fields.ts';
import { type Authorization, useAuthorization } from './use-authorization.ts';
import { type CredentialChoice, useCredentialChoice } from './use-credential-choice.ts';

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** A connection as it is sent. */
export interface ConnectDraft {
  readonly name: string;
  readonly connector: string;
  readonly settings: JsonObject;
  readonly credential: JsonObject;
}

export interface NewConnection {
  readonly form: UseFormReturnType<ConnectionValues>;
  readonly fields: readonly SettingField[];
  readonly ways: readonly AuthWay[];
  readonly choice: CredentialChoice;
  readonly authorization: Authorization;
  /** Why a way that needs no consent was refused. */
  readonly error: Error | null;
  readonly isBusy: boolean;
  /** To be called in the submission itself: a consent opens a window. */
  readonly send: (values: ConnectionValues) => void;
  /** What a connect link shall make; undefined when what it needs is not filled in, which the form then shows. */
  readonly linkDraft: () => ConnectDraft | undefined;
}

/** Calls `onMade` once the connection is saved, which it is only when it works. */
export function useNewConnection(connector: ConnectorShown, onMade: (made: ConnectionShown) => void): NewConnection {
  const fields = settingFields(connector.settings);
  const ways = authWays(connector);
  const choice = useCredentialChoice(ways);
  const form = useForm<ConnectionValues>({
    mode: 'uncontrolled',
    initialValues: initialValues(connector, fields),
    validate: (values) => ({ ...nameAndSettings(values, fields), ...choice.problems(values) }),
  });
  const draftOf = (values: ConnectionValues): ConnectDraft => ({
    name: values.name ?? '',
    connector: connector.name,
    settings: typedSettings(fields, values),
    credential: choice.credential(values),
  });
  const connect = useAction(
    (values: ConnectionValues) => call('createConnection', { body: { ...draftOf(values), verify: true } }),
    {
      topics: ['connections', 'runs'],
      told: ({ name }) => words.made(name),
      onDone: onMade,
    },
  );
  const authorization = useAuthorization(useTakeOver(onMade));
  const focusSecret = (): void => form.getInputNode(secretKey(choice.way?.fields[0]?.name ?? ''))?.focus();
  const send = (values: ConnectionValues): void => {
    if (choice.needsConsent) authorization.begin(draftOf(values));
    else connect.mutate(values, { onError: focusSecret });
  };
  /** The person who opens the link fills in the secrets, but for those of the OAuth app. */
  const linkDraft = (): ConnectDraft | undefined => {
    const values = form.getValues();
    const errors = { ...nameAndSettings(values, fields), ...(choice.needsConsent ? choice.problems(values) : {}) };
    form.setErrors(errors);
    focusFirst(form)(errors);
    if (Object.keys(errors).length > 0) return undefined;
    return {
      ...draftOf(values),
      credential: choice.needsConsent ? choice.credential(values) : credentialKind(choice.way),
    };
  };
  return {
    form,
    fields,
    ways,
    choice,
    authorization,
    error: connect.error,
    isBusy: connect.isPending || authorization.isStarting,
    send,
    linkDraft,
  };
}

/** What the consent made is read, told and handed on. */
function useTakeOver(onMade: (connection: ConnectionShown) => void): (name: string) => void {
  const queries = useQueryClient();
  return (name) => {
    void queries.invalidateQueries({ queryKey: ['connections'] });
    queries.fetchQuery(connectionQuery(name)).then(
      (connection) => {
        tell(words.made(name));
        onMade(connection);
      },
      () => undefined,
    );
  };
}

function initialValues({ name }: ConnectorShown, fields: readonly SettingField[]): ConnectionValues {
  const settings = fields.map((field) => [settingKey(field.name), field.initial]);
  return { name: name.replaceAll('_', '-'), [oauthKey('jwt:algorithm')]: 'RS256', ...Object.fromEntries(settings) };
}

function nameAndSettings(values: ConnectionValues, fields: readonly SettingField[]): Record<string, string> {
  return { ...(NAME.test(values.name ?? '') ? {} : { name: words.nameWrong }), ...settingProblems(values, fields) };
}

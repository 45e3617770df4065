/** The fields of a connection form: made of what the connector declares, so that no connector needs a form of its own. */
import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { connectionWords as words } from '../words/connections.ts';
import type { AuthWay } from './auth-ways.ts';
import type { SettingField } from './setting-fields.ts';

/** Everything is text while it is typed; settings and credential fields have their kind before their name. */
export type ConnectionValues = Record<string, string>;
export type ConnectionForm = UseFormReturnType<ConnectionValues>;

/** Name of a setting in the form. */
export const settingKey = (name: string): string => `setting:${name}`;
/** Name of a credential field in the form. */
export const secretKey = (name: string): string => `secret:${name}`;

interface SettingInputProps {
  readonly form: ConnectionForm;
  readonly field: SettingField;
  readonly isFixed?: boolean;
}

export function SettingInput({ form, field, isFixed = false }: SettingInputProps) {
  const key = settingKey(field.name);
  const label = field.isRequired ? field.title : `${field.title} (${words.optional})`;
  const common = {
    label,
    description: field.description,
    key: form.key(key),
    ...form.getInputProps(key),
  };
  if (field.kind === 'choice')
    return <NativeSelect {...common} data={['', ...field.choices]} disabled={isFixed} key={common.key} />;
  if (field.kind === 'flag')
    return (
      <Checkbox
        key={form.key(key)}
        label={field.title}
        description={field.description}
        disabled={isFixed}
        onChange={(event) => form.setFieldValue(key, String(event.currentTarget.checked))}
      />
    );
  return (
    <TextInput
      {...common}
      key={common.key}
      readOnly={isFixed}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

interface CredentialInputsProps {
  readonly form: ConnectionForm;
  readonly way: AuthWay;
}

/** The fields of one way to sign in; browsers are asked not to keep what is typed. */
export function CredentialInputs({ form, way }: CredentialInputsProps) {
  return way.fields.map(({ name, title, isSecret }) => {
    const key = secretKey(name);
    const { ...props } = form.getInputProps(key);
    return isSecret ? (
      <PasswordInput key={form.key(key)} label={title} autoComplete="new-password" {...props} />
    ) : (
      <TextInput key={form.key(key)} label={title} autoComplete="off" spellCheck={false} {...props} />
    );
  });
}

/** What is wrong with the credential fields of a way. */
export function credentialProblems(way: AuthWay | undefined, values: ConnectionValues): Record<string, string> {
  const empty = (way?.fields ?? []).filter(({ name }) => (values[secretKey(name)] ?? '') === '');
  return Object.fromEntries(empty.map(({ name, title }) => [secretKey(name), words.fieldMissing(title)]));
}

/** The typed credential fields by their own names. */
export function typedSecrets(way: AuthWay, values: ConnectionValues): Record<string, string> {
  return Object.fromEntries(way.fields.map(({ name }) => [name, values[secretKey(name)] ?? '']));
}

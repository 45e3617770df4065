/** The fields of a connection form: made of what the server declares, so that no connector needs a form of its own. */
import {
  Button,
  Checkbox,
  Code,
  Group,
  List,
  MultiSelect,
  NativeSelect,
  PasswordInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDisclosure, useId } from '@mantine/hooks';
import { useState } from 'react';
import { RevealButton } from '../parts/reveal-button.tsx';
import { connectWords as words } from '../words/connect.ts';
import type { AuthField } from './auth-ways.ts';
import { type ConnectionValues, referenceKey, secretKey, settingKey } from './credential-draft.ts';
import type { SettingField } from './setting-fields.ts';

export type ConnectionForm = UseFormReturnType<ConnectionValues>;

interface SettingInputProps {
  readonly form: ConnectionForm;
  readonly field: SettingField;
}

export function SettingInput({ form, field }: SettingInputProps) {
  const key = settingKey(field.name);
  const label = field.isRequired ? field.title : `${field.title} (${words.optional})`;
  const common = { label, description: field.description, ...form.getInputProps(key) };
  if (field.kind === 'choice') return <NativeSelect {...common} data={['', ...field.choices]} key={form.key(key)} />;
  if (field.kind === 'flag')
    return (
      <Checkbox
        key={form.key(key)}
        label={field.title}
        description={field.description}
        defaultChecked={form.getValues()[key] === 'true'}
        onChange={(event) => form.setFieldValue(key, String(event.currentTarget.checked))}
      />
    );
  return (
    <TextInput
      {...common}
      key={form.key(key)}
      inputMode={field.kind === 'number' ? 'decimal' : 'text'}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

interface PlainInputProps {
  readonly form: ConnectionForm;
  /** Its whole name in the form. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly isOptional?: boolean;
}

/** A line of text that is no secret. */
export function PlainInput({ form, name, label, description, isOptional = false }: PlainInputProps) {
  return (
    <TextInput
      key={form.key(name)}
      label={isOptional ? `${label} (${words.optional})` : label}
      {...(description === undefined ? {} : { description })}
      autoComplete="off"
      spellCheck={false}
      {...form.getInputProps(name)}
    />
  );
}

interface CredentialInputsProps {
  readonly form: ConnectionForm;
  readonly fields: readonly AuthField[];
  /** False where a stranger fills in the form, who may name no place that only Holdfast can read. */
  readonly canRefer?: boolean;
}

/** The fields of one way to sign in; browsers are asked not to keep what is typed. */
export function CredentialInputs({ form, fields, canRefer = true }: CredentialInputsProps) {
  return (
    <>
      {fields.map((field) =>
        field.isSecret && canRefer ? (
          <SecretInput key={field.name} form={form} field={field} />
        ) : (
          <FieldInput key={field.name} form={form} field={field} />
        ),
      )}
      {canRefer && fields.some(({ isSecret }) => isSecret) && <ReferenceHelp />}
    </>
  );
}

interface FieldInputProps {
  readonly form: ConnectionForm;
  readonly field: AuthField;
}

/** A secret: its value, or where it lies. */
export function SecretInput({ form, field }: FieldInputProps) {
  const [isReference, setReference] = useState(form.getValues()[referenceKey(field.name)] === 'on');
  const key = secretKey(field.name);
  const toggle = (): void => {
    form.setFieldValue(referenceKey(field.name), isReference ? '' : 'on');
    form.setFieldValue(key, '');
    form.clearFieldError(key);
    setReference(!isReference);
    // The other input stands there after this render.
    requestAnimationFrame(() => form.getInputNode(key)?.focus());
  };
  return (
    <div>
      {isReference ? (
        <PlainInput
          form={form}
          name={key}
          label={words.reference.label(field.title)}
          description={words.reference.hint}
          isOptional={!field.isRequired}
        />
      ) : (
        <FieldInput form={form} field={field} />
      )}
      <Group justify="flex-end" mt={2}>
        <Button
          size="compact-sm"
          fz="xs"
          variant="subtle"
          aria-label={
            isReference ? words.reference.labelOfValue(field.title) : words.reference.labelOfReference(field.title)
          }
          onClick={toggle}
        >
          {isReference ? words.reference.useValue : words.reference.use}
        </Button>
      </Group>
    </div>
  );
}

function FieldInput({ form, field }: FieldInputProps) {
  const key = secretKey(field.name);
  const label = field.isRequired ? field.title : `${field.title} (${words.optional})`;
  const common = { label, description: field.help, ...form.getInputProps(key) };
  if (field.isList) return <ListInput form={form} field={field} />;
  if (field.choices.length > 0) return <NativeSelect key={form.key(key)} {...common} data={['', ...field.choices]} />;
  if (field.isLong)
    return (
      <Textarea
        key={form.key(key)}
        {...common}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
    );
  if (field.isSecret) return <PasswordInput key={form.key(key)} {...common} autoComplete="new-password" />;
  return <TextInput key={form.key(key)} {...common} autoComplete="off" spellCheck={false} />;
}

/** Several choices, whose order counts. */
function ListInput({ form, field }: FieldInputProps) {
  const key = secretKey(field.name);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choose = (next: string[]): void => {
    setChosen(next);
    form.setFieldValue(key, next.join(' '));
    form.clearFieldError(key);
  };
  return (
    <MultiSelect
      label={field.title}
      description={field.help}
      data={[...field.choices]}
      value={[...chosen]}
      onChange={choose}
      data-path={key}
      error={form.errors[key]}
    />
  );
}

/** What can stand in place of a secret. */
export function ReferenceHelp() {
  const [isOpen, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div>
      <RevealButton label={words.reference.what} isOpen={isOpen} controls={id} onToggle={toggle} />
      <Stack gap={4} id={id} mt={4} display={isOpen ? 'flex' : 'none'}>
        <Text size="sm">{words.reference.why}</Text>
        <List size="sm" spacing={2}>
          {words.reference.sources.map(([form, meaning]) => (
            <List.Item key={form}>
              <Code>{form}</Code> {meaning}
            </List.Item>
          ))}
        </List>
      </Stack>
    </div>
  );
}

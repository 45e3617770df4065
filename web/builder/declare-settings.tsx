/** What the author of a generic call promises about it. */
import { NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { CallStep } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { changeStep, setAt, valueAtPointer } from './edits.ts';
import { useField } from './field-problems.ts';
import { TextField } from './text-field.tsx';

const words = builderWords.declare;
type Declared = NonNullable<CallStep['declare']>;

interface DeclareSettingsProps {
  readonly step: CallStep;
  readonly pointer: string;
}

export function DeclareSettings({ step, pointer }: DeclareSettingsProps) {
  const { editor } = useBuilder();
  const at = `${pointer}/declare`;
  const field = useField(`${at}/class`);
  const whole = useField(at);
  const kind = step.declare?.class ?? 'N';
  const change = (next: Declared['class']): void =>
    editor.edit((now) => changeStep(now, step.key, (before) => changed(before as CallStep, next)));
  return (
    <Stack gap="xs">
      <NativeSelect
        size="xs"
        {...field}
        label={words.title}
        description={words.hint}
        data={Object.entries(words.classes).map(([value, label]) => ({ value, label }))}
        value={kind}
        onChange={(event) => change(event.currentTarget.value as Declared['class'])}
      />
      {whole.error !== undefined && (
        <Text size="xs" c="var(--hf-danger)" id={whole.id} tabIndex={-1}>
          {whole.error}
        </Text>
      )}
      {kind === 'K' && <TextField label={words.header} pointer={`${at}/idempotency/header`} isCode />}
      {kind === 'L' && <LookUpFields pointer={`${at}/lookUp`} />}
      <ScopesField pointer={`${at}/scopes`} />
    </Stack>
  );
}

/** The step with another class; the scopes of its call do not depend on that. */
function changed(step: CallStep, kind: Declared['class']): CallStep {
  const { scopes } = step.declare ?? {};
  return { ...step, declare: { ...start(kind), ...(scopes === undefined ? {} : { scopes }) } };
}

/** A declaration with the parts that its class needs. */
function start(kind: Declared['class']): Declared {
  if (kind === 'K') return { class: kind, idempotency: { header: 'Idempotency-Key' } };
  if (kind !== 'L') return { class: kind };
  return { class: kind, lookUp: { path: [], query: [['reference', '{{reference}}']], foundAt: '' } };
}

/** OAuth scopes, separated by spaces, as the documentation of the call names them. */
function ScopesField({ pointer }: { readonly pointer: string }) {
  const { document, editor } = useBuilder();
  const field = useField(pointer);
  const scopes = valueAtPointer(document, pointer);
  const setScopes = (text: string): void => {
    const named = text.split(/[\s,]+/).filter((scope) => scope !== '');
    editor.edit((now) => setAt(now, pointer, named.length === 0 ? undefined : named), `text ${pointer}`);
  };
  return (
    <TextInput
      size="xs"
      {...field}
      label={words.scopes}
      description={words.scopesHint}
      className="hfb-code"
      spellCheck={false}
      defaultValue={Array.isArray(scopes) ? scopes.join(' ') : ''}
      onChange={(event) => setScopes(event.currentTarget.value)}
    />
  );
}

function LookUpFields({ pointer }: { readonly pointer: string }) {
  const { document, editor } = useBuilder();
  const path = valueAtPointer(document, `${pointer}/path`);
  const name = valueAtPointer(document, `${pointer}/query/0/0`);
  const pathField = useField(`${pointer}/path`);
  const queryField = useField(`${pointer}/query`);
  const setPath = (text: string): void => {
    const segments = text.split('/').filter((segment) => segment !== '');
    editor.edit((now) => setAt(now, `${pointer}/path`, segments), `text ${pointer}/path`);
  };
  const setName = (text: string): void => {
    editor.edit((now) => setAt(now, `${pointer}/query`, [[text, '{{reference}}']]), `text ${pointer}/query`);
  };
  return (
    <>
      <TextInput
        size="xs"
        {...pathField}
        label={words.lookUpPath}
        description={words.lookUpPathHint}
        className="hfb-code"
        defaultValue={Array.isArray(path) ? path.join('/') : ''}
        onChange={(event) => setPath(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        {...queryField}
        label={words.lookUpName}
        className="hfb-code"
        value={typeof name === 'string' ? name : ''}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextField label={words.lookUpFound} pointer={`${pointer}/foundAt`} isCode />
    </>
  );
}

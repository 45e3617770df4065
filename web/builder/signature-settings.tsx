/** How the sender of an event proves itself, and what makes two deliveries the same event. */
import { NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import type { FlowTrigger, TriggerSignature } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { DurationField } from './duration-field.tsx';
import { changeTrigger } from './edits.ts';
import { useField } from './field-problems.ts';
import { TextField } from './text-field.tsx';
import { VendorSignatureFields } from './vendor-signature-fields.tsx';

const words = builderWords.triggerPanel;
const choices = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([value, label]) => ({ value, label }));

/** The usual values of each kind, which a person then changes. */
const STARTS_BY_KIND: { readonly [Kind in TriggerSignature['kind']]: TriggerSignature & { readonly kind: Kind } } = {
  standard_webhooks: { kind: 'standard_webhooks' },
  hmac_sha256: { kind: 'hmac_sha256', header: 'X-Signature', encoding: 'hex' },
  hmac: { kind: 'hmac', algorithm: 'sha256', encoding: 'hex', header: 'X-Signature', signed: ['body'] },
  token: { kind: 'token', in: 'header', name: 'X-Token' },
  basic: { kind: 'basic' },
  public_key: { kind: 'public_key', algorithm: 'ecdsa_sha256', encoding: 'base64', header: 'X-Signature' },
  unsigned: { kind: 'unsigned' },
};

export function SignatureSettings() {
  const { document, editor } = useBuilder();
  const { signature } = document.trigger;
  const kind = useField('/trigger/signature/kind');
  const change = (next: TriggerSignature): void => editor.edit((now) => changeTrigger(now, { signature: next }));
  return (
    <Stack gap="xs">
      <NativeSelect
        size="xs"
        {...kind}
        label={words.signature}
        data={choices(words.signatures)}
        value={signature?.kind ?? 'standard_webhooks'}
        onChange={({ currentTarget: { value } }) => change(STARTS_BY_KIND[value as TriggerSignature['kind']])}
      />
      {signature !== undefined && <VendorSignatureFields signature={signature} onChange={change} />}
      {signature?.kind === 'hmac_sha256' && (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md">
          <TextField label={words.header} pointer="/trigger/signature/header" isCode />
          <NativeSelect
            size="xs"
            label={words.encoding}
            data={choices(words.encodings)}
            value={signature.encoding}
            onChange={({ currentTarget: { value } }) => change({ ...signature, encoding: value as 'hex' | 'base64' })}
          />
          <TextField label={words.prefix} pointer="/trigger/signature/prefix" isCode isOptional />
          <TextField label={words.timestampHeader} pointer="/trigger/signature/timestampHeader" isCode isOptional />
        </SimpleGrid>
      )}
    </Stack>
  );
}

type Dedupe = NonNullable<FlowTrigger['dedupe']>;

const STARTS: Readonly<Record<Dedupe['by'], Dedupe>> = {
  header: { by: 'header', header: 'X-Event-Id' },
  path: { by: 'path', path: 'id' },
  body: { by: 'body', memory: 'P1D' },
};

/** Without a rule of its own the flow follows its signature. */
function dedupeChoices(signature: TriggerSignature['kind']) {
  const { standard, standardBytes, ...others } = words.dedupes;
  return choices({ standard: signature === 'standard_webhooks' ? standard : standardBytes, ...others });
}

export function DedupeSettings() {
  const { document, editor } = useBuilder();
  const { dedupe } = document.trigger;
  const field = useField('/trigger/dedupe');
  const choose = (by: string): void =>
    editor.edit((now) => changeTrigger(now, { dedupe: by === 'standard' ? undefined : STARTS[by as Dedupe['by']] }));
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <NativeSelect
        size="xs"
        {...field}
        label={words.dedupe}
        data={dedupeChoices(document.trigger.signature?.kind)}
        value={dedupe?.by ?? 'standard'}
        onChange={({ currentTarget: { value } }) => choose(value)}
      />
      {dedupe?.by === 'header' && <TextField label={words.dedupeHeader} pointer="/trigger/dedupe/header" isCode />}
      {dedupe?.by === 'path' && <TextField label={words.dedupePath} pointer="/trigger/dedupe/path" isCode />}
      {dedupe?.by === 'body' && <DurationField label={words.dedupeMemory} pointer="/trigger/dedupe/memory" />}
    </SimpleGrid>
  );
}

/** What a vendor's own way of signing needs: which algorithm, where it stands, and what is signed. */
import { NativeSelect, SimpleGrid, TagsInput } from '@mantine/core';
import type { TriggerSignature } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useField } from './field-problems.ts';
import { TextField } from './text-field.tsx';

const words = builderWords.triggerPanel;
const COLUMNS = { base: 1, xs: 2, md: 4 };

interface FieldsProps<S extends TriggerSignature> {
  readonly signature: S;
  readonly onChange: (next: TriggerSignature) => void;
}

export function VendorSignatureFields({ signature, onChange }: FieldsProps<TriggerSignature>) {
  if (signature.kind === 'hmac') return <HmacFields signature={signature} onChange={onChange} />;
  if (signature.kind === 'token') return <TokenFields signature={signature} onChange={onChange} />;
  if (signature.kind === 'public_key') return <PublicKeyFields signature={signature} onChange={onChange} />;
  return null;
}

function HmacFields({ signature, onChange }: FieldsProps<Extract<TriggerSignature, { kind: 'hmac' }>>) {
  const signed = useField('/trigger/signature/signed');
  return (
    <SimpleGrid cols={COLUMNS} spacing="md">
      <Choice
        label={words.algorithm}
        values={words.algorithms}
        value={signature.algorithm}
        onChange={(algorithm) => onChange({ ...signature, algorithm: algorithm as 'sha1' | 'sha256' | 'sha512' })}
      />
      <EncodingField signature={signature} onChange={onChange} />
      <TextField label={words.header} pointer="/trigger/signature/header" isCode />
      <TextField label={words.prefix} pointer="/trigger/signature/prefix" isCode isOptional />
      <TextField label={words.timestampHeader} pointer="/trigger/signature/timestampHeader" isCode isOptional />
      <TagsInput
        {...signed}
        size="xs"
        label={words.signed}
        description={words.signedHint}
        data={['body', 'timestamp', 'url', 'method', 'path', '"."', '":"']}
        value={[...signature.signed]}
        onChange={(parts) => onChange({ ...signature, signed: parts })}
      />
    </SimpleGrid>
  );
}

function TokenFields({ signature, onChange }: FieldsProps<Extract<TriggerSignature, { kind: 'token' }>>) {
  return (
    <SimpleGrid cols={COLUMNS} spacing="md">
      <Choice
        label={words.tokenPlace}
        values={words.tokenPlaces}
        value={signature.in}
        onChange={(place) => onChange({ ...signature, in: place as 'header' | 'query' | 'body' })}
      />
      <TextField label={words.tokenName} pointer="/trigger/signature/name" isCode />
      <TextField label={words.prefix} pointer="/trigger/signature/prefix" isCode isOptional />
    </SimpleGrid>
  );
}

function PublicKeyFields({ signature, onChange }: FieldsProps<Extract<TriggerSignature, { kind: 'public_key' }>>) {
  return (
    <SimpleGrid cols={COLUMNS} spacing="md">
      <Choice
        label={words.algorithm}
        values={words.keyAlgorithms}
        value={signature.algorithm}
        onChange={(algorithm) => onChange({ ...signature, algorithm: algorithm as 'ecdsa_sha256' | 'ed25519' })}
      />
      <EncodingField signature={signature} onChange={onChange} />
      <TextField label={words.header} pointer="/trigger/signature/header" isCode />
      <TextField label={words.timestampHeader} pointer="/trigger/signature/timestampHeader" isCode isOptional />
    </SimpleGrid>
  );
}

function EncodingField({
  signature,
  onChange,
}: FieldsProps<Extract<TriggerSignature, { kind: 'hmac' | 'public_key' }>>) {
  return (
    <Choice
      label={words.encoding}
      values={words.encodings}
      value={signature.encoding}
      onChange={(encoding) => onChange({ ...signature, encoding: encoding as 'hex' | 'base64' })}
    />
  );
}

interface ChoiceProps {
  readonly label: string;
  /** What is shown for each value. */
  readonly values: Readonly<Record<string, string>>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, values, value, onChange }: ChoiceProps) {
  const data = Object.entries(values).map(([key, text]) => ({ value: key, label: text }));
  return (
    <NativeSelect
      size="xs"
      label={label}
      data={data}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

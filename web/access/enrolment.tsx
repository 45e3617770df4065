/** Bringing the key into the app, as a picture and as text, and the first code as the proof. */
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { encode } from 'uqr';
import { CopyField } from '../parts/copy-field.tsx';
import { focusFirst } from '../parts/form-problems.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { callAuth } from './auth-call.ts';
import type { NewFactor } from './new-factor.ts';

const words = accessWords.factor;

interface EnrolmentProps {
  readonly made: NewFactor;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

export function Enrolment({ made, onDone, onCancel }: EnrolmentProps) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: (code) => (/^\d{6}$/.test(code.replaceAll(/\s/g, '')) ? null : accessWords.second.codeWrong) },
  });
  const confirm = useAction(
    ({ code }: { code: string }) => callAuth('two-factor/verify-totp', { code: code.replaceAll(/\s/g, '') }),
    { topics: ['members'], told: () => words.enabled, onDone },
  );
  return (
    <form noValidate onSubmit={form.onSubmit((values) => confirm.mutate(values), focusFirst(form))}>
      <Stack gap="sm" maw={420}>
        <Text size="sm">{words.scan}</Text>
        <QrPicture text={made.uri} />
        <CopyField label={words.key} value={keyOf(made.uri)} />
        {confirm.error !== null && <ProblemNote error={confirm.error} />}
        <TextInput
          label={accessWords.second.code}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
        <Group>
          <Button type="submit" loading={confirm.isPending}>
            {words.confirm}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const QR_PIXELS = 200;

/** Always dark on white: not every app reads an inverted code. */
function QrPicture({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { border: 3 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg width={QR_PIXELS} height={QR_PIXELS} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={words.qr}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

/** The shared key in the URI of the app (Key URI Format). */
function keyOf(uri: string): string {
  return URL.parse(uri)?.searchParams.get('secret') ?? uri;
}

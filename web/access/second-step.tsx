/** The second step of signing in: a code of the app, or one of the backup codes. */
import { Anchor, Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { focusFirst } from '../parts/form-problems.ts';
import { explain, ProblemNote } from '../parts/problem-note.tsx';
import { accessWords } from '../words/access.ts';
import { AuthProblem, callAuth } from './auth-call.ts';

const words = accessWords.second;

const WAYS = {
  app: { path: 'two-factor/verify-totp', label: words.code, pattern: /^\d{6}$/, wrong: words.codeWrong },
  backup: { path: 'two-factor/verify-backup-code', label: words.backup, pattern: /\S/, wrong: words.backupMissing },
} as const;

interface SecondStepProps {
  readonly onDone: () => void;
  readonly onAgain: () => void;
}

export function SecondStep({ onDone, onAgain }: SecondStepProps) {
  const [way, setWay] = useState<keyof typeof WAYS>('app');
  const { path, label, pattern, wrong } = WAYS[way];
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: (code) => (pattern.test(plainCode(code)) ? null : wrong) },
  });
  const verify = useMutation({
    mutationFn: ({ code }: { code: string }) => callAuth(path, { code: plainCode(code) }),
    onSuccess: onDone,
    onError(error) {
      if (isWrongCode(error)) form.setErrors({ code: explain(error).message });
      form.getInputNode('code')?.focus();
    },
  });
  const change = (): void => {
    setWay(way === 'app' ? 'backup' : 'app');
    form.reset();
    verify.reset();
  };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => verify.mutate(values), focusFirst(form))}>
      <Stack>
        {verify.error !== null && !isWrongCode(verify.error) && <ProblemNote error={verify.error} />}
        <TextInput
          label={label}
          autoComplete="one-time-code"
          autoFocus
          inputMode={way === 'app' ? 'numeric' : 'text'}
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={verify.isPending}>
          {words.submit}
        </Button>
        <Group justify="space-between">
          <Anchor component="button" type="button" size="sm" onClick={change}>
            {way === 'app' ? words.useBackup : words.useApp}
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={onAgain}>
            {words.again}
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}

/** Apps show the digits in two groups. */
function plainCode(code: string): string {
  return code.replaceAll(/\s/g, '');
}

function isWrongCode(error: unknown): boolean {
  return error instanceof AuthProblem && (error.reason === 'INVALID_CODE' || error.reason === 'INVALID_BACKUP_CODE');
}

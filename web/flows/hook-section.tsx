/** The webhook of a flow: its address, whether it takes events, its secret, its registration at the vendor. */
import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ConfirmedButton } from '../parts/confirmed-button.tsx';
import { CopyField } from '../parts/copy-field.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { hookWords as words } from '../words/flows.ts';
import { type FlowDetails, flowHook, type Hook } from './flow-queries.ts';
import { Sign } from './flow-state.tsx';
import { SecretDialog } from './secret-dialog.tsx';

export function HookSection({ flow }: { readonly flow: FlowDetails }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={words.title}>
      <Title order={2} size="h3" mb="sm">
        {words.title}
      </Title>
      {flow.isEnabled === null ? <Text size="sm">{words.none}</Text> : <HookView name={flow.name} />}
    </Paper>
  );
}

function HookView({ name }: { readonly name: string }) {
  const hook = useQuery(flowHook(name));
  return (
    <AnswerView answer={hook} lines={4}>
      {(shown) => (
        <Stack gap="sm">
          <CopyField label={words.url} value={shown.url} />
          <Group gap="xs">
            {shown.isEnabled ? (
              <Sign sign="●" color="green" word={words.isOn} />
            ) : (
              <Sign sign="‖" color="orange" word={words.isPaused} />
            )}
            <HookSwitch name={name} isEnabled={shown.isEnabled} />
          </Group>
          <Text size="sm">
            {words.signatures[shown.signature] ?? shown.signature}
            {shown.signature !== 'unsigned' && !shown.hasSecret && ` ${words.noSecret}`}
          </Text>
          {shown.signature !== 'unsigned' && <SecretDialog name={name} />}
          <Subscription name={name} hook={shown} />
        </Stack>
      )}
    </AnswerView>
  );
}

function HookSwitch({ name, isEnabled }: { readonly name: string; readonly isEnabled: boolean }) {
  const change = useAction((wanted: boolean) => call('switchHook', { path: { name }, body: { isEnabled: wanted } }), {
    topics: ['flows'],
    told: (hook) => (hook.isEnabled ? words.resumed : words.paused),
  });
  if (isEnabled) {
    return (
      <ConfirmedButton
        needs="operator"
        size="xs"
        label={words.pause}
        question={words.pauseQuestion}
        onConfirm={() => change.mutateAsync(false)}
        state={change}
      />
    );
  }
  return (
    <>
      <RoleButton needs="operator" size="xs" loading={change.isPending} onClick={() => change.mutate(true)}>
        {words.resume}
      </RoleButton>
      {change.error !== null && <ProblemNote error={change.error} />}
    </>
  );
}

function Subscription({ name, hook }: { readonly name: string; readonly hook: Hook }) {
  const again = useAction(() => call('subscribeHook', { path: { name } }), { topics: ['flows'] });
  const { subscription } = hook;
  if (subscription === null) return <Text size="sm">{words.noSubscription}</Text>;
  const { state, connection, problem } = subscription;
  if (state !== 'failed') {
    const told = state === 'active' ? words.subscription.active : words.subscription.making;
    return <Text size="sm">{told(connection)}</Text>;
  }
  return (
    <Alert color="red" variant="light" title={words.subscription.failed(connection)}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm" className="hf-text">
          {problem}
        </Text>
        <RoleButton
          needs="builder"
          size="xs"
          variant="default"
          loading={again.isPending}
          onClick={() => again.mutate(undefined)}
        >
          {words.subscribeAgain}
        </RoleButton>
        {again.error !== null && <ProblemNote error={again.error} />}
      </Stack>
    </Alert>
  );
}

/** What can be done with one version: look at it, make it live, make it the draft. */
import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ConfirmedButton } from '../parts/confirmed-button.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { useAction } from '../parts/use-action.ts';
import { actionWords } from '../words/actions.ts';
import { versionWords as words } from '../words/flows.ts';
import { type FlowDetails, flowVersion, type VersionSummary } from './flow-queries.ts';

interface VersionActionsProps {
  readonly flow: FlowDetails;
  readonly version: VersionSummary;
}

export function VersionActions({ flow, version }: VersionActionsProps) {
  const path = { name: flow.name, number: version.number };
  const { number } = version;
  const rollBack = useAction(() => call('rollBack', { path }), {
    topics: ['flows'],
    told: () => words.rolledBack(number),
  });
  const use = useAction(() => call('useVersion', { path }), { topics: ['flows'], told: () => words.used(number) });
  return (
    <>
      <ViewButton name={flow.name} number={number} />
      <ConfirmedButton
        needs="builder"
        size="compact-sm"
        label={words.use}
        confirmLabel={words.useConfirm}
        question={words.useQuestion(number)}
        onConfirm={() => use.mutateAsync(undefined)}
        state={use}
      />
      {!version.isLive && (
        // At once, because a bad version should stop at once; what was live is one click away again.
        <RoleButton
          needs="builder"
          variant="default"
          size="compact-sm"
          aria-label={words.rollBackTo(number)}
          title={words.rollBackHint(number)}
          loading={rollBack.isPending}
          onClick={() => rollBack.mutate(undefined)}
        >
          {words.rollBack}
        </RoleButton>
      )}
      {rollBack.error !== null && <ProblemNote error={rollBack.error} />}
    </>
  );
}

function ViewButton({ name, number }: { readonly name: string; readonly number: number }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open}>
        {words.view}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="xl"
        title={words.viewTitle(number)}
        closeButtonProps={{ 'aria-label': actionWords.close }}
      >
        <VersionDocument name={name} number={number} />
      </Modal>
    </>
  );
}

function VersionDocument({ name, number }: { readonly name: string; readonly number: number }) {
  const version = useQuery(flowVersion(name, number));
  return (
    <AnswerView answer={version}>
      {({ document }) => <JsonView value={document} label={words.viewTitle(number)} />}
    </AnswerView>
  );
}

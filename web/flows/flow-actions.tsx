/** What can be done with a flow as a whole: worked on, taken out as a file, put away. */
import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { ConfirmedButton } from '../parts/confirmed-button.tsx';
import { explain } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { tell } from '../parts/tell.ts';
import { useAction } from '../parts/use-action.ts';
import { flowWords as words } from '../words/flows.ts';
import type { FlowDetails } from './flow-queries.ts';

export function FlowActions({ flow }: { readonly flow: FlowDetails }) {
  const { name } = flow;
  const navigate = useNavigate();
  const archive = useAction(() => call('archiveFlow', { path: { name } }), {
    topics: ['flows'],
    told: () => words.archived,
    onDone: () => void navigate({ to: '/flows' }),
  });
  return (
    <>
      <RoleButton
        needs="builder"
        onClick={() => void navigate({ to: '/flows/$name/build', params: { name }, search: {} })}
      >
        {words.builder}
      </RoleButton>
      <ExportMenu flow={flow} />
      <ConfirmedButton
        needs="builder"
        isDangerous
        label={words.archive}
        confirmLabel={words.archiveConfirm}
        question={words.archiveQuestion}
        onConfirm={() => archive.mutateAsync(undefined)}
        state={archive}
      />
    </>
  );
}

function ExportMenu({ flow }: { readonly flow: FlowDetails }) {
  const save = (of: 'live' | 'draft'): void => {
    call('exportFlow', { path: { name: flow.name }, query: { of } }).then(
      (bundle) => saveFile(`${flow.name}.holdfast.json`, `${JSON.stringify(bundle, undefined, 2)}\n`),
      (error: unknown) => tell(explain(error).message, 'problem'),
    );
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">{words.export}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {flow.liveVersion !== null && <Menu.Item onClick={() => save('live')}>{words.exportLive}</Menu.Item>}
        {(flow.hasDraft || flow.liveVersion === null) && (
          <Menu.Item onClick={() => save('draft')}>{words.exportDraft}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Hands a text to the browser as a file. */
function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** The workspace that the pages show, and the way to another one. */
import { Button, Menu, Text } from '@mantine/core';
import { useEffect } from 'react';
import { chooseWorkspace, chosenWorkspace } from '../api/workspace-choice.ts';
import { shellWords } from '../words/shell.ts';
import { useMe } from './me.ts';

export function WorkspaceSwitch() {
  const { workspaces, workspaceId } = useMe();
  const here = workspaces.find(({ id }) => id === workspaceId);
  if (here === undefined) return null;
  if (workspaces.length < 2)
    return (
      <Text size="sm" fw={500} truncate maw={240} title={shellWords.workspace}>
        {here.name}
      </Text>
    );
  return (
    <Menu position="bottom-start" width={260} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" size="xs" maw={240} rightSection={<span aria-hidden="true">▾</span>}>
          {here.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{shellWords.workspace}</Menu.Label>
        {workspaces.map(({ id, name, role }) => (
          <Menu.Item
            key={id}
            leftSection={<span aria-hidden="true">{id === workspaceId ? '✓' : ' '}</span>}
            rightSection={<Text size="xs">{shellWords.roles[role]}</Text>}
            {...(id === workspaceId ? { 'aria-current': 'true' as const } : {})}
            onClick={() => goToWorkspace(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Everything on the page belongs to one workspace, so the page starts anew in the other one. */
export function goToWorkspace(id: string): void {
  chooseWorkspace(id);
  location.assign('/');
}

/** Follows a choice that was made in another tab, because the choice is the browser's. */
export function useSharedWorkspace(): void {
  useEffect(() => {
    const chosen = chosenWorkspace();
    const follow = (): void => {
      if (chosenWorkspace() !== chosen) location.assign('/');
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
}

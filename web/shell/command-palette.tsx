/** The commands: every page, every flow, a run by its id, and what can be done from anywhere. Loaded when first opened. */
import { Modal, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { shellWords } from '../words/shell.ts';
import { flowNamesQuery, hasSampleQuery } from './frame-queries.ts';
import { Icon } from './icons.tsx';
import { useMay } from './me.ts';
import { PAGES } from './pages.ts';
import { signOut } from './sign-out.ts';

type Commands = SpotlightActionData | SpotlightActionGroupData;

const MAX_SHOWN = 14;
const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface CommandPaletteProps {
  /** Grows by one with every wish to open it. */
  readonly wish: number;
  readonly onShortcuts: () => void;
}

export function CommandPalette({ wish, onShortcuts }: CommandPaletteProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    if (wish > 0) spotlight.open();
  }, [wish]);
  const run = useRunCommand(text);
  const groups: Commands[] = [
    { group: shellWords.groups.pages, actions: usePageCommands() },
    { group: shellWords.groups.flows, actions: useFlowCommands() },
    { group: shellWords.groups.actions, actions: useActionCommands(onShortcuts) },
  ];
  return (
    <Spotlight
      actions={run === undefined ? groups : [run]}
      {...(run === undefined ? {} : { filter: (_query: string, actions: Commands[]) => actions })}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.5 }}
      limit={MAX_SHOWN}
      scrollable
      maxHeight={420}
      nothingFound={shellWords.nothingFound}
      searchProps={{
        'aria-label': shellWords.commands,
        placeholder: shellWords.commandsHint,
        leftSection: <SearchMark />,
      }}
      styles={{ actionDescription: { opacity: 1 } }}
    />
  );
}

/** The dialog has no place of its own for its name, which programs read from the title. */
function SearchMark() {
  return (
    <>
      <Icon name="search" />
      <VisuallyHidden>
        <Modal.Title>{shellWords.commands}</Modal.Title>
      </VisuallyHidden>
    </>
  );
}

function usePageCommands(): SpotlightActionData[] {
  const navigate = useNavigate();
  const hasSample = useQuery(hasSampleQuery).data === true;
  return PAGES.filter(({ to }) => to !== '/sample' || hasSample).map(({ to, title, icon, letter }) => ({
    id: `page ${to}`,
    label: title,
    leftSection: <Icon name={icon} />,
    rightSection: <span aria-hidden="true">{`g ${letter}`}</span>,
    onClick: () => void navigate({ to }),
  }));
}

function useFlowCommands(): SpotlightActionData[] {
  const navigate = useNavigate();
  const flows = useQuery(flowNamesQuery).data?.flows ?? [];
  return flows.map(({ name, title, triggerText }) => ({
    id: `flow ${name}`,
    label: title,
    description: triggerText,
    keywords: [name],
    leftSection: <Icon name="flows" />,
    onClick: () => void navigate({ to: '/flows/$name', params: { name } }),
  }));
}

function useRunCommand(text: string): SpotlightActionData | undefined {
  const navigate = useNavigate();
  const id = text.trim().toLowerCase();
  if (!RUN_ID.test(id)) return undefined;
  const onClick = () => void navigate({ to: '/runs/$id', params: { id } });
  return { id: `run ${id}`, label: shellWords.openRun, description: id, leftSection: <Icon name="runs" />, onClick };
}

function useActionCommands(onShortcuts: () => void): SpotlightActionData[] {
  const navigate = useNavigate();
  const mayBuild = useMay('builder');
  const { setColorScheme } = useMantineColorScheme();
  const newFlow = { id: 'new flow', label: shellWords.newFlow, onClick: () => void navigate({ to: '/flows/new' }) };
  const schemes = (['light', 'dark', 'auto'] as const).map((scheme) => ({
    id: `appearance ${scheme}`,
    label: `${shellWords.theme.title}: ${shellWords.theme[scheme]}`,
    onClick: () => setColorScheme(scheme),
  }));
  return [
    ...(mayBuild ? [newFlow] : []),
    ...schemes,
    { id: 'shortcuts', label: shellWords.shortcuts, onClick: onShortcuts },
    { id: 'sign out', label: shellWords.signOut, onClick: () => void signOut() },
  ];
}

/** The frame around every page of a signed-in person. */
import './shell.css';
import { AppShell, Burger, Group, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { startLive } from '../api/live.ts';
import { shellWords } from '../words/shell.ts';
import { Bell } from './bell.tsx';
import { Brand, CommandButton } from './header-parts.tsx';
import { useMe } from './me.ts';
import { Navigation } from './navigation.tsx';
import { NoWorkspace } from './no-workspace.tsx';
import { PersonMenu } from './person-menu.tsx';
import { useShortcuts } from './shortcuts.ts';
import { useSessionWatch } from './sign-out.ts';
import { useSharedWorkspace, WorkspaceSwitch } from './workspace-switch.tsx';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));
const ShortcutHelp = lazy(async () => ({ default: (await import('./shortcut-help.tsx')).ShortcutHelp }));

const CONTENT_ID = 'content';

export function Shell() {
  const [isMenuOpen, menu] = useDisclosure(false);
  const [wish, setWish] = useState(0);
  const [isHelpOpen, help] = useDisclosure(false);
  const openCommands = () => setWish((count) => count + 1);
  useLive();
  useSessionWatch();
  useSharedWorkspace();
  useShortcuts({ openCommands, openHelp: help.open });
  const content = useFocusOnArrival();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 252, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="hf-skip" href={`#${CONTENT_ID}`} onClick={skipTo(content)}>
        {shellWords.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isMenuOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={shellWords.openMenu}
              aria-expanded={isMenuOpen}
            />
            <Brand />
            <Group visibleFrom="sm" miw={0}>
              <WorkspaceSwitch />
            </Group>
          </Group>
          <Group gap="sm" wrap="nowrap">
            <CommandButton onClick={openCommands} />
            <Bell />
            <PersonMenu onShortcuts={help.open} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={shellWords.pages}>
        <Navigation onGo={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main id={CONTENT_ID} ref={content} tabIndex={-1} className="hf-content">
        <Page />
      </AppShell.Main>
      <Suspense fallback={<VisuallyHidden role="status">{shellWords.loading}</VisuallyHidden>}>
        {wish > 0 && <CommandPalette wish={wish} onShortcuts={help.open} />}
        {isHelpOpen && <ShortcutHelp isOpen={isHelpOpen} onClose={help.close} />}
      </Suspense>
    </AppShell>
  );
}

/** A person whom every workspace let go still has an account, and can make a workspace. */
function Page() {
  const { pathname } = useLocation();
  return useMe().workspaceId === null && pathname !== '/account' ? <NoWorkspace /> : <Outlet />;
}

function useLive(): void {
  const client = useQueryClient();
  const { workspaceId } = useMe();
  useEffect(() => (workspaceId === null ? undefined : startLive(client)), [client, workspaceId]);
}

/** After a change of page the focus is at its beginning, where a screen reader reads on. */
function useFocusOnArrival() {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    content.current?.focus({ preventScroll: true });
  }, [pathname]);
  return content;
}

function skipTo(content: React.RefObject<HTMLElement | null>) {
  return (event: React.MouseEvent): void => {
    event.preventDefault();
    content.current?.focus();
  };
}

/** The way to every page, with the numbers of runs that need a person. */
import { AppShell, Badge, Divider, NavLink, ScrollArea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { shellWords } from '../words/shell.ts';
import { countsQuery, hasSampleQuery } from './frame-queries.ts';
import { Icon } from './icons.tsx';
import { useMe } from './me.ts';
import { isOnPage, PAGES, type PageEntry } from './pages.ts';
import { WorkspaceSwitch } from './workspace-switch.tsx';

const MAX_SHOWN = 999;

export function Navigation({ onGo }: { readonly onGo: () => void }) {
  const isSomewhere = useMe().workspaceId !== null;
  const hasSample = useQuery({ ...hasSampleQuery, enabled: isSomewhere }).data === true;
  const pages = PAGES.filter(({ to }) => (isSomewhere ? to !== '/sample' || hasSample : to === '/account'));
  const links = (group: PageEntry['group']) =>
    pages.filter((page) => page.group === group).map((page) => <PageLink key={page.to} page={page} onGo={onGo} />);
  return (
    <>
      <AppShell.Section hiddenFrom="sm" mb="sm">
        <WorkspaceSwitch />
      </AppShell.Section>
      <AppShell.Section grow component={ScrollArea} type="auto">
        {links('work')}
        <Divider my="xs" />
        {links('settings')}
      </AppShell.Section>
    </>
  );
}

function PageLink({ page, onGo }: { readonly page: PageEntry; readonly onGo: () => void }) {
  const { pathname } = useLocation();
  const isHere = isOnPage(page.to, pathname);
  return (
    <NavLink
      component={Link}
      to={page.to}
      label={page.title}
      leftSection={<Icon name={page.icon} />}
      active={isHere}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
      rightSection={page.counted === undefined ? undefined : <Count state={page.counted} />}
      onClick={onGo}
    />
  );
}

function Count({ state }: { readonly state: NonNullable<PageEntry['counted']> }) {
  const answer = useQuery(countsQuery).data;
  const count = answer?.counts[state] ?? 0;
  if (count === 0) return null;
  const isCapped = count >= (answer?.countCap ?? MAX_SHOWN) || count > MAX_SHOWN;
  return (
    <Badge variant="default" radius="sm" size="sm" fw={600} aria-label={shellWords.needYou(count)}>
      {isCapped ? `${MAX_SHOWN.toLocaleString()}+` : count}
    </Badge>
  );
}

/** All runs, filtered by what stands in the address, page by page. */
import { Anchor, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Answer } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ButtonLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { runsWords as words } from '../words/runs.ts';
import { changeSearch, isFiltered, type RunSearch, readSearch, runQuery } from './run-filter.ts';
import { RunFilters } from './run-filters.tsx';
import { RunList } from './run-list.tsx';
import { runList } from './run-queries.ts';

const route = getRouteApi('/inside/runs');

export function RunsPage() {
  const search = readSearch(route.useSearch());
  const navigate = route.useNavigate();
  const go = (next: RunSearch): void => void navigate({ search: { ...next } as Record<string, string> });
  const page = useQuery(runList(runQuery(search, Date.now())));
  return (
    <>
      <PageTitle title={words.title} />
      <RunFilters search={search} onChange={(change) => go(changeSearch(search, change))} onClear={() => go({})} />
      <AnswerView answer={page} lines={12}>
        {(data) => (
          <div aria-busy={page.isPlaceholderData} style={{ opacity: page.isPlaceholderData ? 0.6 : 1 }}>
            {data.runs.length === 0 ? (
              <NoRuns search={search} page={data} />
            ) : (
              <RunList runs={data.runs} label={words.title} />
            )}
            <Pager search={search} page={data} onGo={go} />
          </div>
        )}
      </AnswerView>
    </>
  );
}

type Page = Answer<'listRuns'>;

function NoRuns({ search, page }: { readonly search: RunSearch; readonly page: Page }) {
  if (page.searchedTo !== null) return <EmptyNote title={words.nothingFitsHere} />;
  if (isFiltered(search) || search.cursor !== undefined) return <EmptyNote title={words.nothingFits} />;
  return (
    <EmptyNote title={words.empty}>
      <Text size="sm" ta="center">
        {words.emptyHint}
      </Text>
      <ButtonLink to="/flows" variant="default">
        {words.toFlows}
      </ButtonLink>
    </EmptyNote>
  );
}

interface PagerProps {
  readonly search: RunSearch;
  readonly page: Page;
  readonly onGo: (search: RunSearch) => void;
}

function Pager({ search, page, onGo }: PagerProps) {
  const { nextCursor, searchedTo, runs } = page;
  return (
    <Group justify="space-between" mt="md" gap="sm">
      <Text size="sm" c="dimmed">
        {words.page.count(runs.length)}
        {searchedTo !== null && (
          <>
            {` ${words.searchedTo} `}
            <Moment at={searchedTo} />.
          </>
        )}
        {runs.length > 0 && <Text span inherit visibleFrom="sm">{` ${words.keysHint}`}</Text>}
      </Text>
      <Group gap="xs">
        {search.cursor !== undefined && (
          <Anchor component="button" type="button" size="sm" onClick={() => onGo(changeSearch(search, {}))}>
            {words.page.newest}
          </Anchor>
        )}
        {nextCursor !== null && (
          <Button variant="default" size="xs" onClick={() => onGo({ ...search, cursor: nextCursor })}>
            {searchedTo === null ? words.page.older : words.searchOn}
          </Button>
        )}
      </Group>
    </Group>
  );
}

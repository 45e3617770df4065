/** Runs that were given up, grouped by what is wrong with them, to be replayed one by one or together. */
import { Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { deadLetterWords as words } from '../words/runs.ts';
import { DeadLetterList } from './dead-letter-list.tsx';
import { runsOf } from './run-queries.ts';

const route = getRouteApi('/inside/dead-letters');

export function DeadLettersPage() {
  const { flow = '', code = '' } = route.useSearch();
  const filter = { ...(flow === '' ? {} : { flow }), ...(code === '' ? {} : { code }) };
  const isFiltered = flow !== '' || code !== '';
  const letters = useInfiniteQuery(runsOf({ state: 'dead_lettered', ...filter }));
  return (
    <>
      <PageTitle title={words.title} />
      <Text size="sm" mb="md" maw={760}>
        {words.lead}
      </Text>
      {isFiltered && (
        <Group gap="sm" mb="md">
          <Text size="sm">{[flow, code].filter((text) => text !== '').join(' · ')}</Text>
          <AppLink to="/dead-letters" search={{}} size="sm">
            {words.showAll}
          </AppLink>
        </Group>
      )}
      <AnswerView answer={letters}>
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.runs);
          if (runs.length === 0 && isFiltered) return <EmptyNote title={words.emptyFiltered} />;
          if (runs.length === 0) return <EmptyNote title={words.empty}>{words.emptyHint}</EmptyNote>;
          return (
            <DeadLetterList runs={runs} isAll={!letters.hasNextPage} onOlder={() => void letters.fetchNextPage()} />
          );
        }}
      </AnswerView>
    </>
  );
}

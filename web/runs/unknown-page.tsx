/** Writes of which nobody knows whether they happened; each waits for a person's word. */
import { Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { PageTitle } from '../parts/page-title.tsx';
import { unknownWords as words } from '../words/runs.ts';
import { NeedsPersonList } from './needs-person-list.tsx';

const route = getRouteApi('/inside/unknown');

export function UnknownPage() {
  const { flow } = route.useSearch();
  return (
    <>
      <PageTitle title={words.title} />
      <Text size="sm" mb="md" maw={760}>
        {words.lead}
      </Text>
      <NeedsPersonList
        state="unknown"
        label={words.title}
        empty={{ title: words.empty, hint: words.emptyHint }}
        action={words.settle}
        {...(flow === undefined ? {} : { flow })}
      />
    </>
  );
}

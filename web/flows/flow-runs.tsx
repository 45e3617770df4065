/** The latest runs of one flow. */
import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { RunList } from '../runs/run-list.tsx';
import { flowWords as words } from '../words/flows.ts';
import { type FlowDetails, recentRuns } from './flow-queries.ts';

export function FlowRuns({ flow }: { readonly flow: FlowDetails }) {
  const runs = useQuery(recentRuns(flow.name));
  return (
    <section aria-label={words.recentRuns}>
      <Title order={2} size="h3" mb="sm">
        {words.recentRuns}
      </Title>
      <AnswerView answer={runs}>
        {(page) =>
          page.runs.length === 0 ? (
            <Text size="sm">{words.noRuns}</Text>
          ) : (
            <RunList runs={page.runs} label={words.recentRuns} hasFlow={false} />
          )
        }
      </AnswerView>
      <AppLink to="/runs" search={{ flow: flow.name }} size="sm">
        {words.allRuns}
      </AppLink>
    </section>
  );
}

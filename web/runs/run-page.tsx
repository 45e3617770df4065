/** One run: what happened, why, and what can be done about it. */
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { runWords as words } from '../words/runs.ts';
import { EventView } from './event-view.tsx';
import { LinksView } from './links-view.tsx';
import { RunActions } from './run-actions.tsx';
import { RunFacts, RunProblem } from './run-facts.tsx';
import { type RunShown, runDetails } from './run-queries.ts';
import './runs.css';
import { SettleForm } from './settle-form.tsx';
import { TimelineView } from './timeline-view.tsx';

const route = getRouteApi('/inside/runs/$id');

export function RunPage() {
  const { id } = route.useParams();
  const answer = useQuery(runDetails(id));
  return (
    <AnswerView answer={answer} lines={10}>
      {(run) => <RunView key={run.id} run={run} />}
    </AnswerView>
  );
}

function RunView({ run }: { readonly run: RunShown }) {
  return (
    <Stack gap="lg">
      <div>
        <AppLink to="/flows/$name" params={{ name: run.flow }} size="sm">
          {run.flowTitle}
        </AppLink>
        <PageTitle title={words.title(run.flowTitle)}>
          <RunActions run={run} />
        </PageTitle>
        <RunFacts run={run} />
      </div>
      <RunProblem run={run} />
      {run.state === 'unknown' && <SettleForm run={run} />}
      <TimelineView run={run} />
      <LinksView links={run.links} />
      <EventView run={run} />
    </Stack>
  );
}

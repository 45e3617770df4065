/** Is anything wrong, and what do I do: what needs a person stands first, then how each flow goes. */
import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { ButtonLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useMay } from '../shell/me.ts';
import { homeWords } from '../words/home.ts';
import type { Overview } from './flow-order.ts';
import { FlowOverview } from './flow-overview.tsx';
import { ProblemList } from './problem-list.tsx';

export function HomePage() {
  const overview = useQuery({ queryKey: ['runs', 'overview'], queryFn: () => call('overview'), staleTime: 0 });
  const mayBuild = useMay('builder');
  return (
    <>
      <PageTitle title={homeWords.title}>
        {mayBuild && <ButtonLink to="/flows/new">{homeWords.newFlow}</ButtonLink>}
      </PageTitle>
      <AnswerView answer={overview} lines={8}>
        {(shown) => (shown.flows.length === 0 && shown.problems.length === 0 ? <NoFlows /> : <Shown shown={shown} />)}
      </AnswerView>
    </>
  );
}

function Shown({ shown }: { readonly shown: Overview }) {
  return (
    <Stack gap="xl">
      <ProblemList problems={shown.problems} countCap={shown.countCap} />
      <section aria-labelledby="home-flows">
        <Title order={2} id="home-flows" mb="sm">
          {homeWords.flows}
        </Title>
        {shown.flows.length === 0 ? <NoFlows /> : <FlowOverview flows={shown.flows} countCap={shown.countCap} />}
      </section>
    </Stack>
  );
}

function NoFlows() {
  const mayBuild = useMay('builder');
  return (
    <EmptyNote title={homeWords.noFlows}>
      <span>{mayBuild ? homeWords.noFlowsFix : homeWords.noFlowsViewer}</span>
      {mayBuild && <ButtonLink to="/flows/new">{homeWords.newFlow}</ButtonLink>}
    </EmptyNote>
  );
}

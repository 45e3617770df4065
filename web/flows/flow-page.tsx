/** One flow: its state, its webhook, its versions and what changed between them, its latest runs. */
import { Grid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { flowWords as words } from '../words/flows.ts';
import { FlowActions } from './flow-actions.tsx';
import { type FlowDetails, flowDetails } from './flow-queries.ts';
import { FlowRuns } from './flow-runs.tsx';
import { FlowState } from './flow-state.tsx';
import { HookSection } from './hook-section.tsx';
import { firstSides, type Sides, VersionCompare } from './version-compare.tsx';
import { VersionList } from './version-list.tsx';

const route = getRouteApi('/inside/flows/$name');

export function FlowPage() {
  const { name } = route.useParams();
  const flow = useQuery(flowDetails(name));
  return (
    <AnswerView answer={flow} lines={10}>
      {(shown) => <FlowView key={shown.name} flow={shown} />}
    </AnswerView>
  );
}

function FlowView({ flow }: { readonly flow: FlowDetails }) {
  return (
    <Stack gap="lg">
      <div>
        <AppLink to="/flows" size="sm">
          {words.back}
        </AppLink>
        <PageTitle title={flow.title}>
          <FlowActions flow={flow} />
        </PageTitle>
        <Stack gap={6}>
          <FlowState flow={flow} />
          <Text size="sm" className="hf-text">
            <Text span inherit c="dimmed">{`${words.startsWith} `}</Text>
            {flow.triggerText}
            <Text span inherit c="dimmed">{` · ${words.name} `}</Text>
            {flow.name}
            <Text span inherit c="dimmed">{` · ${words.made} `}</Text>
            <Moment at={flow.createdAt} />
          </Text>
        </Stack>
      </div>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Versions flow={flow} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <HookSection flow={flow} />
        </Grid.Col>
      </Grid>
      <FlowRuns flow={flow} />
    </Stack>
  );
}

function Versions({ flow }: { readonly flow: FlowDetails }) {
  const [chosen, setChosen] = useState<Sides>();
  const sides = chosen ?? firstSides(flow);
  const compare = (from: string, to: string): void => {
    setChosen({ from, to });
    document.getElementById('changes')?.focus();
  };
  return (
    <Stack gap="lg">
      <VersionList flow={flow} onCompare={compare} />
      {sides !== undefined && <VersionCompare flow={flow} sides={sides} onChange={setChosen} />}
    </Stack>
  );
}

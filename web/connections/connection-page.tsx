/** One connection: whether it works and as whom, what it may do, what uses it, and how it is mended or ended. */
import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AnswerView } from '../parts/answer-view.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { connectionWords as words } from '../words/connections.ts';
import { ConnectionActions } from './connection-actions.tsx';
import { ConnectionHealth } from './connection-health.tsx';
import { ConnectionProblem } from './connection-problem.tsx';
import { type ConnectionShown, connectionQuery } from './connection-queries.ts';
import { DrainSection } from './drain-section.tsx';
import { EndSection } from './end-section.tsx';
import { OwnerSection } from './owner-section.tsx';
import { ScopeSection } from './scope-section.tsx';
import { SettingsSection } from './settings-section.tsx';
import { UsedBySection } from './used-by-section.tsx';

const route = getRouteApi('/inside/connections/$name');

export function ConnectionPage() {
  const { name } = route.useParams();
  const connection = useQuery(connectionQuery(name));
  return (
    <AnswerView answer={connection} lines={10}>
      {(shown) => <ConnectionView key={shown.id} connection={shown} />}
    </AnswerView>
  );
}

function ConnectionView({ connection }: { readonly connection: ConnectionShown }) {
  return (
    <Stack gap="md">
      <div>
        <AppLink to="/connections" size="sm">
          {words.page.back}
        </AppLink>
        <PageTitle title={connection.name}>
          <ConnectionActions connection={connection} />
        </PageTitle>
        <ConnectionProblem connection={connection} />
      </div>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <ConnectionHealth connection={connection} />
            <ScopeSection connection={connection} />
            <SettingsSection connection={connection} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <UsedBySection connection={connection} />
            <OwnerSection connection={connection} />
            <DrainSection connection={connection} />
            <EndSection connection={connection} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

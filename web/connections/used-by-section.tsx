/** The flows that name a connection. */
import { Badge, Group, Stack, Text } from '@mantine/core';
import { SectionCard } from '../access/section-card.tsx';
import { MoreRows, useShownRows } from '../flows/more-rows.tsx';
import { AppLink } from '../parts/app-link.tsx';
import { connectionWords } from '../words/connections.ts';
import type { ConnectionShown } from './connection-queries.ts';

const words = connectionWords.usedBy;

export function UsedBySection({ connection: { usedBy } }: { readonly connection: ConnectionShown }) {
  const rows = useShownRows(usedBy);
  return (
    <SectionCard title={words.title}>
      {usedBy.length === 0 && <Text size="sm">{words.none}</Text>}
      {usedBy.length > 0 && (
        <Stack component="ul" className="hf-bare-list" gap={6}>
          {rows.shown.map(({ name, title, isLive }) => (
            <Group component="li" key={name} justify="space-between" wrap="nowrap" gap="xs">
              <AppLink to="/flows/$name" params={{ name }} size="sm" className="hf-text">
                {title}
              </AppLink>
              <Badge variant="default" tt="none" radius="sm" fw={500} flex="none">
                {isLive ? words.live : words.draft}
              </Badge>
            </Group>
          ))}
        </Stack>
      )}
      <MoreRows rows={rows} label={connectionWords.more} />
    </SectionCard>
  );
}

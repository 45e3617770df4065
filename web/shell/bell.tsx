/** How many notices nobody has taken note of, and the way to them. */
import { ActionIcon, Indicator } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { openNoticesQuery } from '../notices/notice-queries.ts';
import { noticeWords as words } from '../words/notices.ts';
import { Icon } from './icons.tsx';
import { useMe } from './me.ts';

const MAX_SHOWN = 99;

export function Bell() {
  const isSomewhere = useMe().workspaceId !== null;
  const count = useQuery({ ...openNoticesQuery, enabled: isSomewhere }).data ?? 0;
  if (!isSomewhere) return null;
  return (
    <Indicator
      label={count > MAX_SHOWN ? `${MAX_SHOWN}+` : count}
      disabled={count === 0}
      size={18}
      offset={4}
      color="red.9"
      styles={{ indicator: { fontWeight: 600, paddingInline: 4 } }}
    >
      <ActionIcon component={Link} to="/notices" variant="default" size={34} aria-label={words.bell(count)}>
        <Icon name="bell" />
      </ActionIcon>
    </Indicator>
  );
}

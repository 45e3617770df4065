/** What somebody has to know or do, with the way to where it is mended. */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AnswerView } from '../parts/answer-view.tsx';
import { ButtonLink } from '../parts/app-link.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { noticeWords as words } from '../words/notices.ts';
import { NoticeCard } from './notice-card.tsx';
import { isFullPage, type Notice, noticesQuery } from './notice-queries.ts';

const route = getRouteApi('/inside/notices');

export function NoticesPage() {
  const { state: wanted, before } = route.useSearch();
  const navigate = route.useNavigate();
  const state = wanted === 'all' ? 'all' : 'open';
  const notices = useQuery(noticesQuery(state, before));
  const go = (search: Record<string, string>): void => void navigate({ search });
  return (
    <>
      <PageTitle title={words.title}>
        <SegmentedControl
          size="sm"
          aria-label={words.filter}
          value={state}
          onChange={(next) => go(next === 'all' ? { state: 'all' } : {})}
          data={[
            { value: 'open', label: words.filters.open },
            { value: 'all', label: words.filters.all },
          ]}
        />
        <ButtonLink to="/channels" variant="default">
          {words.toChannels}
        </ButtonLink>
      </PageTitle>
      <Stack>
        <Text size="sm">{words.intro}</Text>
        <AnswerView answer={notices}>
          {({ notices: list }) => (
            <>
              <NoticeList notices={list} state={state} />
              <Paging
                notices={list}
                before={before}
                onGo={(older) => go({ ...(state === 'all' ? { state } : {}), ...older })}
              />
            </>
          )}
        </AnswerView>
      </Stack>
    </>
  );
}

interface NoticeListProps {
  readonly notices: readonly Notice[];
  readonly state: 'open' | 'all';
}

function NoticeList({ notices, state }: NoticeListProps) {
  if (notices.length === 0)
    return <EmptyNote title={state === 'open' ? words.none : words.noneAll}>{words.noneFix}</EmptyNote>;
  return (
    <Stack gap="xs" component="ul" className="hf-bare-list">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </Stack>
  );
}

interface PagingProps {
  readonly notices: readonly Notice[];
  readonly before: string | undefined;
  readonly onGo: (search: Record<string, string>) => void;
}

function Paging({ notices, before, onGo }: PagingProps) {
  const last = notices.at(-1);
  const hasOlder = last !== undefined && isFullPage(notices);
  if (!hasOlder && before === undefined) return null;
  return (
    <Group gap="xs">
      {before !== undefined && (
        <Button size="xs" variant="default" onClick={() => onGo({})}>
          {words.newest}
        </Button>
      )}
      {hasOlder && (
        <Button size="xs" variant="default" onClick={() => onGo({ before: last.id })}>
          {words.older}
        </Button>
      )}
    </Group>
  );
}

/** How notices reach people outside of the app, and whether they get through. */
import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SectionCard } from '../access/section-card.tsx';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useMay } from '../shell/me.ts';
import { channelWords as words } from '../words/notices.ts';
import { ChannelForm } from './channel-form.tsx';
import { ChannelList } from './channel-table.tsx';
import { channelsQuery } from './notice-queries.ts';

export function ChannelsPage() {
  const channels = useQuery(channelsQuery);
  const isOwner = useMay('owner');
  return (
    <>
      <PageTitle title={words.title} />
      <Stack gap="lg">
        <Text size="sm">{isOwner ? words.intro : `${words.intro} ${words.onlyOwners}`}</Text>
        <AnswerView answer={channels}>
          {({ channels: list, mail }) => (
            <Stack gap="lg">
              <SectionCard title={words.mail}>
                <Text size="sm" className="hf-text">
                  {mail.isConfigured ? words.mailOn(mail.from ?? '') : words.mailOff}
                </Text>
                {mail.problem !== null && <DeadMail problem={mail.problem} since={mail.problemSince} />}
              </SectionCard>
              {list.length === 0 ? (
                <EmptyNote title={words.none}>{words.noneFix}</EmptyNote>
              ) : (
                <ChannelList channels={list} isOwner={isOwner} />
              )}
              {isOwner && <ChannelForm hasMail={mail.isConfigured} />}
            </Stack>
          )}
        </AnswerView>
      </Stack>
    </>
  );
}

function DeadMail({ problem, since }: { readonly problem: string; readonly since: string | null }) {
  return (
    <Alert color="red" variant="light" title={words.states.dead}>
      <Text size="sm" className="hf-text">
        {problem}
      </Text>
      {since !== null && (
        <Text size="sm">
          {`${words.since} `}
          <Moment at={since} />
        </Text>
      )}
    </Alert>
  );
}

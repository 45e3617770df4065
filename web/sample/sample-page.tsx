/** The stand-in vendors: made to do something, broken and mended, looked into. */
import { SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { sampleWords as words } from '../words/sample.ts';
import { ActionCard } from './action-card.tsx';
import { sampleQuery } from './sample-query.ts';
import { VendorCard } from './vendor-card.tsx';

export function SamplePage() {
  const sample = useQuery(sampleQuery);
  return (
    <>
      <PageTitle title={words.title} />
      <AnswerView answer={sample} lines={8}>
        {(shown) =>
          shown === null ? (
            <EmptyNote title={words.none}>{words.noneFix}</EmptyNote>
          ) : (
            <Stack gap="lg">
              <Text>{words.intro}</Text>
              <SimpleGrid cols={{ base: 1, lg: 2 }}>
                {shown.actions.map((action) => (
                  <ActionCard key={action.name} action={action} />
                ))}
                {shown.vendors.map((vendor) => (
                  <VendorCard key={vendor.name} vendor={vendor} />
                ))}
              </SimpleGrid>
            </Stack>
          )
        }
      </AnswerView>
    </>
  );
}

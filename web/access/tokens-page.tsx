/** API tokens: which programs may call Holdfast, as what, and until when. */
import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { AnswerView } from '../parts/answer-view.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useMay } from '../shell/me.ts';
import { accessWords } from '../words/access.ts';
import { TokenForm } from './token-form.tsx';
import { TokenTable } from './token-table.tsx';

const words = accessWords.tokens;

export function TokensPage() {
  return (
    <>
      <PageTitle title={words.title} />
      {useMay('owner') ? <Tokens /> : <EmptyNote title={words.title}>{words.onlyOwners}</EmptyNote>}
    </>
  );
}

function Tokens() {
  const tokens = useQuery({ queryKey: ['members', 'tokens'], queryFn: () => call('listTokens') });
  return (
    <Stack gap="lg">
      <Text>{words.intro}</Text>
      <TokenForm />
      <AnswerView answer={tokens}>
        {({ tokens: list }) =>
          list.length === 0 ? <EmptyNote title={words.none}>{words.noneFix}</EmptyNote> : <TokenTable tokens={list} />
        }
      </AnswerView>
    </Stack>
  );
}

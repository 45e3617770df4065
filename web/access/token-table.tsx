/** The tokens as rows. */
import { Badge, Code, Group, Table, Text } from '@mantine/core';
import { type Answer, call } from '../api/call.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useAction } from '../parts/use-action.ts';
import { accessWords } from '../words/access.ts';
import { shellWords } from '../words/shell.ts';

const words = accessWords.tokens;
type Token = Answer<'listTokens'>['tokens'][number];

export function TokenTable({ tokens }: { readonly tokens: readonly Token[] }) {
  const titles = [words.name, words.begins, words.role, words.expires, words.lastUsed, accessWords.members.actions];
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table highlightOnHover>
        <ColumnHeads titles={titles} />
        <Table.Tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function TokenRow({ token }: { readonly token: Token }) {
  const revoke = useAction(() => call('revokeToken', { path: { id: token.id } }), {
    topics: ['members'],
    told: () => words.revoked,
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} className="hf-text">
          {token.name}
        </Text>
        <Text size="xs">
          {words.created} <Moment at={token.createdAt} />
        </Text>
      </Table.Td>
      <Table.Td>
        <Code>{token.prefix}</Code>
      </Table.Td>
      <Table.Td>{shellWords.roles[token.role]}</Table.Td>
      <Table.Td>
        <Expiry token={token} />
      </Table.Td>
      <Table.Td>{token.lastUsedAt === null ? words.neverUsed : <Moment at={token.lastUsedAt} />}</Table.Td>
      <Table.Td>
        <ConfirmButton
          size="xs"
          question={words.revokeQuestion}
          label={words.revokeLabel(token.name)}
          isBusy={revoke.isPending}
          onConfirm={() => revoke.mutate(undefined)}
        >
          {words.revoke}
        </ConfirmButton>
        {revoke.error !== null && <ProblemNote error={revoke.error} />}
      </Table.Td>
    </Table.Tr>
  );
}

function Expiry({ token }: { readonly token: Token }) {
  if (token.expiresAt === null) return words.forever;
  return (
    <Group gap="xs">
      <Moment at={token.expiresAt} />
      {token.isExpired && (
        <Badge variant="default" tt="none" radius="sm">
          {words.expired}
        </Badge>
      )}
    </Group>
  );
}

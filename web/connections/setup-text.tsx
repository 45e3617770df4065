/** A connector's own words on what to paste and where to find it: paragraphs, numbered steps, `code` and *emphasis*. */
import { Code, List, Paper, Stack, Text, Title } from '@mantine/core';
import { connectionWords as words } from '../words/connections.ts';
import { readSetup } from './read-setup.ts';

export function SetupText({ text }: { readonly text: string }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={words.howTo}>
      <Title order={2} size="h3" mb="xs">
        {words.howTo}
      </Title>
      <Stack gap="xs">
        {readSetup(text).map((block) =>
          block.kind === 'steps' ? (
            <List key={block.items.join()} type="ordered" size="sm" spacing="xs" pr="md">
              {block.items.map((item) => (
                <List.Item key={item}>
                  <Inline text={item} />
                </List.Item>
              ))}
            </List>
          ) : (
            <Text key={block.text} size="sm">
              <Inline text={block.text} />
            </Text>
          ),
        )}
      </Stack>
    </Paper>
  );
}

function Inline({ text }: { readonly text: string }) {
  const pieces = text.split(/(`[^`]+`|\*[^*]+\*)/);
  return pieces.map((piece, place) => {
    const key = `${String(place)} ${piece}`;
    if (/^`.+`$/.test(piece)) return <Code key={key}>{piece.slice(1, -1)}</Code>;
    if (/^\*.+\*$/.test(piece)) return <em key={key}>{piece.slice(1, -1)}</em>;
    return <span key={key}>{piece}</span>;
  });
}

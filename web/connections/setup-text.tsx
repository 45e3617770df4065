/** A connector's own words on what to paste and where to find it: paragraphs, numbered steps, `code` and *emphasis*. */
import { Code, List, Paper, Stack, Text, Title } from '@mantine/core';
import { connectWords as words } from '../words/connect.ts';
import { readSetup, type SetupStep } from './read-setup.ts';

export function SetupText({ text }: { readonly text: string }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={words.howTo}>
      <Title order={2} size="h3" mb="xs">
        {words.howTo}
      </Title>
      <Stack gap="xs">
        {readSetup(text).map((block) =>
          block.kind === 'steps' ? (
            <List key={block.items.map((step) => step.text).join()} type="ordered" size="sm" spacing="xs" pr="md">
              {block.items.map((step) => (
                <Step key={step.text} step={step} />
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

function Step({ step: { text, points } }: { readonly step: SetupStep }) {
  return (
    <List.Item>
      <Inline text={text} />
      {points.length > 0 && (
        <List size="sm" spacing={2} mt={4} listStyleType="disc">
          {points.map((point) => (
            <List.Item key={point}>
              <Inline text={point} />
            </List.Item>
          ))}
        </List>
      )}
    </List.Item>
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

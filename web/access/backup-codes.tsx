/** Backup codes, at the one moment they are shown. */
import { Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { CopyText } from '../parts/copy-text.tsx';
import { accessWords } from '../words/access.ts';

const words = accessWords.factor;

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

export function BackupCodes({ codes, onKept }: BackupCodesProps) {
  return (
    <Stack gap="sm">
      <Text fw={600}>{words.codes}</Text>
      <Text size="sm">{words.codesWhy}</Text>
      <SimpleGrid cols={2} maw={360} spacing="xs">
        {codes.map((code) => (
          <Code key={code} fz="sm">
            {code}
          </Code>
        ))}
      </SimpleGrid>
      <Group>
        <CopyText size="sm" text={codes.join('\n')} label={words.copyCodes} />
        <Button onClick={onKept}>{words.kept}</Button>
      </Group>
    </Stack>
  );
}

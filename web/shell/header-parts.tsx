/** The name of the product, and the door to the commands. */
import { ActionIcon, Box, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { shellWords } from '../words/shell.ts';
import { Icon } from './icons.tsx';

export function Brand() {
  return (
    <Link to="/" className="hf-plain-link" aria-label={shellWords.brandLink}>
      <Group gap={8} wrap="nowrap">
        <img src="/assets/holdfast.svg" width={26} height={26} alt="" />
        <Text fw={650} size="md">
          {shellWords.product}
        </Text>
      </Group>
    </Link>
  );
}

export function CommandButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <>
      <UnstyledButton className="hf-commands" visibleFrom="sm" onClick={onClick}>
        <Icon name="search" size={16} />
        <Text span size="sm" flex={1}>
          {shellWords.commandsButton}
        </Text>
        <Kbd size="xs" aria-hidden="true">
          Ctrl K
        </Kbd>
      </UnstyledButton>
      <Box hiddenFrom="sm">
        <ActionIcon variant="default" size={34} aria-label={shellWords.commandsButton} onClick={onClick}>
          <Icon name="search" />
        </ActionIcon>
      </Box>
    </>
  );
}

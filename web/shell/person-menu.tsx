/** The signed-in person: account, appearance, the list of shortcuts, and the way out. */
import { Avatar, type MantineColorScheme, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { shellWords } from '../words/shell.ts';
import { Icon } from './icons.tsx';
import { useMe } from './me.ts';
import { signOut } from './sign-out.ts';

const SCHEMES: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];

export function PersonMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const { person, role } = useMe();
  return (
    <Menu position="bottom-end" width={260} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton aria-label={shellWords.personMenu(person.name)}>
          <Avatar radius="xl" size={34} color="harbour" variant="filled">
            <Icon name="person" />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {person.name}
          </Text>
          <Text size="xs" c="var(--mantine-color-text)" truncate>
            {person.email}
          </Text>
          {role !== null && (
            <Text size="xs" c="var(--mantine-color-text)">
              {shellWords.youAre(role)}
            </Text>
          )}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account">
          {shellWords.account}
        </Menu.Item>
        <Menu.Item onClick={onShortcuts} rightSection={<Text size="xs">?</Text>}>
          {shellWords.shortcuts}
        </Menu.Item>
        <Menu.Divider />
        <Appearance />
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{shellWords.signOut}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label c="var(--mantine-color-text)">{shellWords.theme.title}</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
        {SCHEMES.map((scheme) => (
          <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick={false}>
            {shellWords.theme[scheme]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}

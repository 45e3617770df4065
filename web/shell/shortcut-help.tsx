/** The list of shortcuts. */
import { Kbd, Modal, Switch, Table, Text } from '@mantine/core';
import { shellWords } from '../words/shell.ts';
import { PAGES } from './pages.ts';
import { usePlainKeys } from './shortcuts.ts';

interface ShortcutHelpProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ShortcutHelp({ isOpen, onClose }: ShortcutHelpProps) {
  const [isPlain, setPlain] = usePlainKeys();
  const rows: readonly (readonly [readonly string[], string])[] = [
    [['Ctrl K', '/'], shellWords.commandsHint],
    [['?'], shellWords.shortcuts],
    ...PAGES.map(({ letter, title }) => [[`g ${letter}`], title] as const),
  ];
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={shellWords.shortcuts}
      closeButtonProps={{ 'aria-label': shellWords.close }}
    >
      <Table layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w={130}>
              {shellWords.keys}
            </Table.Th>
            <Table.Th scope="col">{shellWords.whatTheyDo}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([keys, text]) => (
            <Table.Tr key={text}>
              <Table.Td>
                <Keys keys={keys} />
              </Table.Td>
              <Table.Td>{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Switch
        mt="md"
        label={shellWords.plainKeys}
        description={shellWords.plainKeysWhy}
        checked={isPlain}
        onChange={(event) => setPlain(event.currentTarget.checked)}
      />
    </Modal>
  );
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((text, index) => (
    <span key={text}>
      {index > 0 && (
        <Text span size="sm">
          {shellWords.or}
        </Text>
      )}
      {text.split(' ').map((key, place) => (
        <span key={key}>
          {place > 0 && ' '}
          <Kbd>{key}</Kbd>
        </span>
      ))}
    </span>
  ));
}

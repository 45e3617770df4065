/** Making a connection: choose the connector, fill in what it declares, and have it proven before the dialog closes. */
import { Grid, Modal, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AnswerView } from '../parts/answer-view.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { actionWords } from '../words/actions.ts';
import { connectWords as words } from '../words/connect.ts';
import { connectionWords } from '../words/connections.ts';
import { type ConnectionShown, connectorQuery, connectorsQuery } from './connection-queries.ts';
import { NewConnectionForm } from './new-connection-form.tsx';
import { SetupText } from './setup-text.tsx';

interface NewConnectionDialogProps {
  readonly onClose: () => void;
  /** Given where only a connection of this connector helps. */
  readonly connector?: string;
  /** Called when the connection is made and works. */
  readonly onMade?: (connection: ConnectionShown) => void;
}

/** The dialog; also for pages that need a connection in the midst of something else. */
export function NewConnectionDialog({ onClose, connector, onMade }: NewConnectionDialogProps) {
  const [chosen, setChosen] = useState(connector ?? '');
  const connectors = useQuery(connectorsQuery);
  const isNarrow = useNarrow();
  return (
    <Modal
      opened
      fullScreen={isNarrow}
      onClose={onClose}
      title={connectionWords.new}
      size="xl"
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <Stack>
        <AnswerView answer={connectors} lines={2}>
          {({ connectors: list }) => (
            <NativeSelect
              label={words.connector}
              value={chosen}
              disabled={connector !== undefined}
              data-autofocus
              onChange={(event) => setChosen(event.currentTarget.value)}
              data={[
                { value: '', label: words.choose },
                ...list.map(({ name, title }) => ({ value: name, label: title })),
              ]}
            />
          )}
        </AnswerView>
        {chosen !== '' && <ConnectorPart key={chosen} name={chosen} onMade={onMade ?? onClose} />}
      </Stack>
    </Modal>
  );
}

interface ConnectorPartProps {
  readonly name: string;
  readonly onMade: (connection: ConnectionShown) => void;
}

function ConnectorPart({ name, onMade }: ConnectorPartProps) {
  const connector = useQuery(connectorQuery(name));
  return (
    <AnswerView answer={connector}>
      {(shown) => (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, sm: 7 }}>
            <NewConnectionForm connector={shown} onMade={onMade} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, sm: 5 }}>
            <SetupText text={shown.setup} />
          </Grid.Col>
        </Grid>
      )}
    </AnswerView>
  );
}

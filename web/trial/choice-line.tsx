/** One thing that can become the sample: what it is, a look into it, and the button that takes it. */
import { Button, Group, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { JsonValue } from '../../src/foundation/index.ts';
import { JsonView } from '../parts/json-view.tsx';
import { trialWords } from '../words/trial.ts';

const words = trialWords.chooser;

interface ChoiceLineProps {
  /** For people who hear the page. */
  readonly label: string;
  readonly children: ReactNode;
  /** Data to look into; undefined where there is none to show. */
  readonly data?: JsonValue | undefined;
  readonly isBusy: boolean;
  readonly isDisabled?: boolean;
  readonly onUse: () => void;
}

export function ChoiceLine({ label, children, data, isBusy, isDisabled = false, onUse }: ChoiceLineProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <li className="hf-choice">
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" component="div" className="hf-sample-text">
          {children}
        </Text>
        <Group gap={4} wrap="nowrap">
          {data !== undefined && (
            <Button size="compact-xs" variant="subtle" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
              {isShown ? words.close : words.open}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="light"
            aria-label={words.useOf(label)}
            loading={isBusy}
            disabled={isDisabled}
            onClick={onUse}
          >
            {words.use}
          </Button>
        </Group>
      </Group>
      {isShown && data !== undefined && <JsonView value={data} label={label} root="trigger" />}
    </li>
  );
}

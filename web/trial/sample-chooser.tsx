/** Chooses what stands for the trigger: a received event, a record of the vendor, pasted JSON, or a past run. */

import { Modal, Tabs } from '@mantine/core';
import { useState } from 'react';
import type { TrialBarProps } from '../builder/step-seam.ts';
import { useReturnFocus } from '../parts/use-return-focus.ts';
import { actionWords } from '../words/actions.ts';
import { trialWords } from '../words/trial.ts';
import { EventChoice } from './event-choice.tsx';
import { PasteChoice } from './paste-choice.tsx';
import { RecordChoice } from './record-choice.tsx';
import { RunChoice } from './run-choice.tsx';
import { useSamplesTaken } from './use-trial.ts';

const words = trialWords.chooser;
type Tab = keyof typeof words.tabs;

interface SampleChooserProps {
  readonly flow: Pick<TrialBarProps, 'flowName' | 'onSamples' | 'document'>;
  readonly onClose: () => void;
}

export function SampleChooser({ flow, onClose }: SampleChooserProps) {
  useReturnFocus();
  const { connection, connector } = flow.document.trigger;
  const [tab, setTab] = useState<Tab>('events');
  const take = useSamplesTaken(flow);
  const onTaken: typeof take = (samples) => {
    take(samples);
    onClose();
  };
  const choice = { flowName: flow.flowName, onTaken };
  const tabs = (Object.keys(words.tabs) as Tab[]).filter((name) => name !== 'records' || connector !== undefined);
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.title}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      <Tabs value={tab} onChange={(next) => setTab(next as Tab)} keepMounted={false}>
        <Tabs.List mb="sm">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="events">
          <EventChoice {...choice} />
        </Tabs.Panel>
        <Tabs.Panel value="records">
          <RecordChoice {...choice} connection={connection} connector={connector} />
        </Tabs.Panel>
        <Tabs.Panel value="paste">
          <PasteChoice {...choice} />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunChoice {...choice} />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

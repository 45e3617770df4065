/** Settings of a call that few flows need. */
import { Accordion } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CallStep } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';
import { LinkSettings } from './link-settings.tsx';

interface AdvancedProps {
  readonly step: CallStep;
  readonly pointer: string;
}

/** Opened only by who needs it, or by a problem that lies in it. */
export function AdvancedSettings({ step, pointer }: AdvancedProps) {
  const { focus } = useBuilder();
  const [open, setOpen] = useState<string | null>(step.link === undefined ? null : 'link');
  const wanted = typeof focus?.on === 'object' && focus.on.pointer.startsWith(`${pointer}/link`);
  useEffect(() => {
    if (wanted) setOpen('link');
  }, [wanted]);
  return (
    <Accordion variant="contained" value={open} onChange={setOpen}>
      <Accordion.Item value="link">
        <Accordion.Control>{builderWords.panel.advanced}</Accordion.Control>
        <Accordion.Panel>{open === 'link' && <LinkSettings step={step} pointer={pointer} />}</Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

/** A new flow: from scratch, from a template, or from a file. */
import { Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { PageTitle } from '../parts/page-title.tsx';
import { useMay } from '../shell/me.ts';
import { newFlowWords as words } from '../words/flows.ts';
import { ImportForm } from './import-form.tsx';
import { ScratchForm } from './scratch-form.tsx';
import { TemplateGallery } from './template-gallery.tsx';

export function NewFlowPage() {
  const mayBuild = useMay('builder');
  return (
    <>
      <PageTitle title={words.title} />
      {mayBuild ? <Ways /> : <Text size="sm">{words.noRole}</Text>}
    </>
  );
}

function Ways() {
  const [way, setWay] = useState<string | null>('scratch');
  return (
    <Tabs value={way} onChange={setWay} keepMounted={false}>
      <Tabs.List mb="md" aria-label={words.way}>
        <Tabs.Tab value="scratch">{words.ways.scratch}</Tabs.Tab>
        <Tabs.Tab value="template">{words.ways.template}</Tabs.Tab>
        <Tabs.Tab value="file">{words.ways.file}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="scratch">
        <ScratchForm />
      </Tabs.Panel>
      <Tabs.Panel value="template">
        <TemplateGallery />
      </Tabs.Panel>
      <Tabs.Panel value="file">
        <ImportForm />
      </Tabs.Panel>
    </Tabs>
  );
}

/** One stand-in vendor: whether it is broken, its switches, and what it has on record. */
import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { ProblemNote } from '../parts/problem-note.tsx';
import { RoleButton } from '../parts/role-button.tsx';
import { sampleWords as words } from '../words/sample.ts';
import { EffectTable } from './effect-table.tsx';
import type { Vendor } from './sample-query.ts';
import { SwitchList } from './switch-list.tsx';
import { useSwitches } from './use-switches.ts';

export function VendorCard({ vendor }: { readonly vendor: Vendor }) {
  const switches = useSwitches(vendor);
  const isBroken = vendor.on.length > 0;
  return (
    <Paper withBorder p="md" component="section" aria-label={vendor.title}>
      <Group justify="space-between" mb="sm" align="flex-start">
        <div>
          <Title order={2}>{vendor.title}</Title>
          <Text size="sm" role="status">
            <Text span inherit c={isBroken ? 'var(--hf-danger)' : 'var(--hf-good)'} fw={700} aria-hidden="true">
              {isBroken ? '✕ ' : '✓ '}
            </Text>
            {isBroken ? words.broken(vendor.on.length) : words.works}
          </Text>
          <Text size="xs">{vendor.url}</Text>
        </div>
        {isBroken && (
          <RoleButton
            needs="operator"
            aria-label={words.mendLabel(vendor.title)}
            loading={switches.isPending}
            onClick={() => switches.mutate({ kind: 'mend' })}
          >
            {words.mend}
          </RoleButton>
        )}
      </Group>
      <Stack gap="md">
        {switches.error !== null && <ProblemNote error={switches.error} />}
        <SwitchList vendor={vendor} isBusy={switches.isPending} onChange={switches.mutate} />
        <EffectTable vendor={vendor} />
      </Stack>
    </Paper>
  );
}

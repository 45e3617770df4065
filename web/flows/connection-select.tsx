/** Chooses one of the workspace's connections to a connector, or says how to make one. */
import { Select, type SelectProps, Text } from '@mantine/core';
import { AppLink } from '../parts/app-link.tsx';
import { newFlowWords as words } from '../words/flows.ts';
import type { Connection } from './flow-queries.ts';

interface ConnectionSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  readonly connections: readonly Connection[];
  readonly connector: string;
  readonly connectorTitle: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

export function ConnectionSelect(props: ConnectionSelectProps) {
  const { connections, connector, connectorTitle, value, onChange, ...look } = props;
  const fitting = connections.filter((connection) => connection.connector === connector);
  if (fitting.length === 0) {
    return (
      <Text size="sm">
        {`${words.noConnection(connectorTitle)} `}
        <AppLink to="/connections" inherit underline="always">
          {words.makeConnection}
        </AppLink>
      </Text>
    );
  }
  return (
    <Select
      label={words.connection}
      data={fitting.map(({ name }) => name)}
      value={value === '' ? null : value}
      onChange={(name) => onChange(name ?? '')}
      searchable
      clearable
      {...look}
    />
  );
}

/** The connection that is meant when there is only one. */
export function onlyConnection(connections: readonly Connection[], connector: string): string {
  const fitting = connections.filter((connection) => connection.connector === connector);
  return fitting.length === 1 ? (fitting[0]?.name ?? '') : '';
}

/** Facts as pairs of a name and what it is, in two columns that line up. */
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import './fact-list.css';

export function FactList({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="hf-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" className="hf-text">
            {value}
          </Text>
        </div>
      ))}
    </dl>
  );
}

/** The first rows of a long list, and the rest on request. */
import { Button, Group } from '@mantine/core';
import { useState } from 'react';

const FIRST_ROWS = 50;

export interface ShownRows<Row> {
  readonly shown: readonly Row[];
  /** How many come with the next request; 0 when all are shown. */
  readonly nextCount: number;
  readonly showMore: () => void;
}

/** Shows fifty rows at first and twice as many with every request. */
export function useShownRows<Row>(rows: readonly Row[]): ShownRows<Row> {
  const [limit, setLimit] = useState(FIRST_ROWS);
  const left = Math.max(rows.length - limit, 0);
  return { shown: rows.slice(0, limit), nextCount: Math.min(left, limit), showMore: () => setLimit(2 * limit) };
}

interface MoreRowsProps {
  readonly rows: Pick<ShownRows<unknown>, 'nextCount' | 'showMore'>;
  readonly label: (count: number) => string;
}

export function MoreRows({ rows, label }: MoreRowsProps) {
  if (rows.nextCount === 0) return null;
  return (
    <Group mt="md">
      <Button size="xs" variant="default" onClick={rows.showMore}>
        {label(rows.nextCount)}
      </Button>
    </Group>
  );
}

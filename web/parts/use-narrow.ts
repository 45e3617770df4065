import { useMediaQuery } from '@mantine/hooks';

/** Below Mantine's `sm`, where tables become cards. */
const NARROW = '(max-width: 47.99em)';

/** True on a screen too narrow for a table. */
export function useNarrow(): boolean {
  return useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
}

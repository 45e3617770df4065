/** What each role may do. */
import { List, Text } from '@mantine/core';
import { accessWords } from '../words/access.ts';
import { shellWords } from '../words/shell.ts';

/** The roles, the one with the fewest rights first. */
export const ROLES = ['viewer', 'operator', 'builder', 'owner'] as const;
export type RoleName = (typeof ROLES)[number];

/** For a choice of roles. */
export const ROLE_CHOICES = ROLES.map((value) => ({ value, label: shellWords.roles[value] ?? value }));

export function RoleMeanings() {
  return (
    <List size="sm" spacing={4}>
      {ROLES.map((role) => (
        <List.Item key={role}>
          <Text span inherit fw={600}>
            {shellWords.roles[role]}
          </Text>
          {`: ${accessWords.members.roleMeans[role]}`}
        </List.Item>
      ))}
    </List>
  );
}

/** Every command there is, in the order of the help. */
import type { Command } from './commands/command.ts';
import { CONNECTION_CARE_COMMANDS } from './commands/connection-care.ts';
import { CONNECTION_COMMANDS } from './commands/connections.ts';
import { CONNECTOR_COMMANDS } from './commands/connectors.ts';
import { doctor } from './commands/doctor.ts';
import { EVENT_COMMANDS } from './commands/events.ts';
import { FLOW_DRAFT_COMMANDS } from './commands/flow-drafts.ts';
import { FLOW_COMMANDS } from './commands/flows.ts';
import { KEY_COMMANDS } from './commands/keys.ts';
import { NOTICE_COMMANDS } from './commands/notices.ts';
import { PEOPLE_COMMANDS } from './commands/people.ts';
import { PROCESS_COMMANDS } from './commands/processes.ts';
import { RUN_COMMANDS } from './commands/runs.ts';
import { TOKEN_COMMANDS } from './commands/tokens.ts';

export const COMMANDS: readonly Command[] = [
  ...PROCESS_COMMANDS,
  ...FLOW_COMMANDS,
  ...FLOW_DRAFT_COMMANDS,
  ...RUN_COMMANDS,
  ...EVENT_COMMANDS,
  ...CONNECTION_COMMANDS,
  ...CONNECTION_CARE_COMMANDS,
  ...CONNECTOR_COMMANDS,
  ...TOKEN_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...NOTICE_COMMANDS,
  ...KEY_COMMANDS,
  doctor,
];

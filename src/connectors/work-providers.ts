import type { OAuthProvider } from './provider.ts';
import { airtable } from './providers/airtable.ts';
import { asana } from './providers/asana.ts';
import { atlassian } from './providers/atlassian.ts';
import { clickup } from './providers/clickup.ts';
import { figma } from './providers/figma.ts';
import { harvest } from './providers/harvest.ts';
import { linear } from './providers/linear.ts';
import { miro } from './providers/miro.ts';
import { monday } from './providers/monday.ts';
import { notion } from './providers/notion.ts';
import { smartsheet } from './providers/smartsheet.ts';
import { todoist } from './providers/todoist.ts';
import { wrike } from './providers/wrike.ts';

/** Providers for projects, tasks and tables. */
export const workProviders: readonly OAuthProvider[] = [
  airtable,
  asana,
  atlassian,
  clickup,
  figma,
  harvest,
  linear,
  miro,
  monday,
  notion,
  smartsheet,
  todoist,
  wrike,
];

/** What `holdfast start` tells the person who has just started it. */
import type { Secret } from '../foundation/index.ts';
import type { SampleVendors } from './sample-vendors.ts';

export interface WelcomeFacts {
  readonly url: string;
  readonly vendors: Pick<SampleVendors, 'crm' | 'invoicing'> | undefined;
  /** As long as nobody owns this Holdfast. */
  readonly setUpLink: string | undefined;
}

export interface MadeFacts {
  readonly newKeyFile: string | undefined;
  readonly newToken: Secret<string> | undefined;
  readonly tokenFile: string;
}

/** The lines to print once everything is up. */
export function welcomeText(facts: WelcomeFacts): string {
  return [`Holdfast is ready at ${facts.url}`, ...setUpLines(facts), ...sampleLines(facts)].join('\n');
}

/** The lines about what was made just now; none on later starts. */
export function madeLines({ newKeyFile, newToken, tokenFile }: MadeFacts): string[] {
  const lines: string[] = [];
  if (newKeyFile !== undefined) {
    lines.push(
      `A master key was made: ${newKeyFile} (mode 0600). Keep a copy elsewhere: without it the stored credentials are lost.`,
    );
  }
  if (newToken !== undefined) {
    lines.push(`The first API token, shown once: ${newToken.reveal()}`);
    lines.push(`The command line on this machine reads it from ${tokenFile} (mode 0600).`);
  }
  return lines;
}

/** What makes the first owner; shown once, and anew at each start until there is one. */
export function setUpLines({ setUpLink }: Pick<WelcomeFacts, 'setUpLink'>): string[] {
  return setUpLink === undefined ? [] : [`Make your account, once, at   ${setUpLink}`];
}

function sampleLines({ url, vendors }: WelcomeFacts): string[] {
  if (vendors === undefined) return [];
  const crm = vendors.crm.url;
  const invoicing = vendors.invoicing.url;
  const json = "-H 'content-type: application/json'";
  return [
    '',
    'A sample workspace is running: a stand-in CRM and a stand-in invoicing service on this machine, and two flows.',
    '  See what happened       npx --no holdfast run list',
    '  Look at one run         npx --no holdfast run show <id>',
    `  The invoices' ledger    curl ${invoicing}/sandbox/ledger`,
    `  The CRM's ledger        curl ${crm}/sandbox/ledger`,
    '',
    '  Close a deal            ' +
      `curl -X POST ${crm}/sandbox/close-deal ${json} -d '{"title":"Two engines","amount":1999.90}'`,
    '  Submit a lead           ' +
      `curl -X POST ${crm}/sandbox/submit-lead ${json} -d '{"name":"Grace Hopper","email":"grace@navy.example","company":"Navy","country":"US"}'`,
    '',
    '  Break the vendor: let invoicing throttle, fail, or cut the line after it did the work',
    `    curl -X PUT ${invoicing}/sandbox/switches ${json} -d '{"name":"status_429","retryAfter":"20"}'`,
    `    curl -X PUT ${invoicing}/sandbox/switches ${json} -d '{"name":"status_500"}'`,
    `    curl -X PUT ${invoicing}/sandbox/switches ${json} -d '{"name":"reset_after_effect","operation":"create_invoice","count":1}'`,
    `  Mend it                 curl -X DELETE ${invoicing}/sandbox/switches`,
    '',
    `The API describes itself at ${url}/api/openapi.json. Stop with Ctrl-C.`,
  ];
}

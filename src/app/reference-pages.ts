/** The pages of docs/reference that are made from this room: settings and commands. A test compares them with the files. */
import { renderApiReference } from '../api/index.ts';
import { COMMANDS } from './command-table.ts';
import { COMMON_OPTIONS, type Command, usageOf } from './commands/command.ts';
import { EXIT_MEANINGS } from './exit-code.ts';
import type { Setting } from './setting.ts';
import { SETTINGS } from './setting-table.ts';

/** Every page with its path and text. */
export async function renderReferencePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/reference/config.md', renderConfigPage()],
    ['docs/reference/cli.md', renderCommandPage()],
    ['docs/reference/api.md', await renderApiReference()],
  ]);
}

const CONFIG_HEAD = `# Settings

Made from the table of settings in \`src/app/setting-table.ts\`.

A setting is read from its environment variable first, then from the configuration file under its name, then its default
holds. The file is YAML or JSON; it is the one that \`HOLDFAST_CONFIG\` names, else the first of \`<data>/holdfast.config.yaml\`,
\`<data>/holdfast.config.json\`, \`./holdfast.config.yaml\`, \`./holdfast.config.json\`. An empty variable counts as not given.

A variable that begins with \`HOLDFAST_\` and is not listed here, an unknown name in the file, and a value that is not allowed
are errors: nothing is started, all of them are told at once with the near miss, and the exit code is 78. (Variables that
begin with \`HOLDFAST_TEST_\` belong to the test suite.) \`NODE_TLS_REJECT_UNAUTHORIZED=0\` refuses every start.
`;

const CONFIG_TAIL = `## egress

What outgoing calls may reach beside https to public addresses on port 443. It stands in the file only, so that no flow, no
connection and no call to the API can open anything.

| Name | Means |
|---|---|
| \`egress.httpsPorts\` | Further ports on which any public host may be called by https. |
| \`egress.allow\` | A list of targets, each with the members below. |
| \`host\` | Exact host name or IP address, as it stands in the URL. |
| \`ports\` | Ports that are opened. |
| \`cidr\` | Private range that the host may resolve to. Without it a name may only be public, an address only itself. |
| \`loopback\` | \`true\`: the host may be this machine. Link-local and metadata addresses stay closed whatever is written here. |

\`\`\`yaml
leaseMs: 15000
egress:
  httpsPorts: [8443]
  allow:
    - host: erp.internal.example
      ports: [8080]
      cidr: 10.20.0.0/16
\`\`\`
`;

function renderConfigPage(): string {
  const rows = Object.entries<Setting<unknown>>(SETTINGS).map(([name, setting]) => {
    const { env, isInFile, isSecret, fallbackText, allowed, summary } = setting;
    const variable = env === null ? '' : `\`${env}\``;
    const kind = `${allowed}${isSecret ? '; secret' : ''}`;
    return `| ${variable} | ${isInFile ? `\`${name}\`` : 'not in the file'} | ${kind} | ${fallbackText} | ${summary} |`;
  });
  const table = ['| Variable | Name in the file | Allowed | Default | Means |', '|---|---|---|---|---|', ...rows];
  return `${[CONFIG_HEAD, ...table, '', CONFIG_TAIL].join('\n').trimEnd()}\n`;
}

const COMMAND_HEAD = `# Command line

Made from the table of commands in \`src/app/command-table.ts\`. From a clone, commands are run as \`npx --no holdfast <command>\`.

Commands about flows, runs, events, connections and tokens talk to the API: at \`HOLDFAST_URL\`, else where Holdfast was started
last in this data folder (\`<data>/cli.url\`) if it still answers there, else at \`http://<host>:<port>\`. They sign in with
\`HOLDFAST_TOKEN\` or the token in \`<data>/cli.token\`. With \`--json\` standard output is one JSON document and nothing else,
for errors too: \`{"error": {"code", "message", "fix", "exitCode", "problems"}}\`. Without it, errors stand on standard error.
`;

function renderCommandPage(): string {
  const codes = EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return `${[COMMAND_HEAD, ...COMMANDS.map(renderCommand), '## Exit codes', '', '| Code | Means |', '|---|---|', ...codes].join('\n')}\n`;
}

function renderCommand(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]) => {
    const written = option.type === 'boolean' ? `--${name}` : `--${name} ${option.value ?? 'VALUE'}`;
    return `| \`${written}\` | ${option.summary} |`;
  });
  const details = command.details === undefined ? [] : [command.details, ''];
  return [
    `## ${command.name}`,
    '',
    command.summary,
    '',
    ...details,
    '```sh',
    usageOf(command),
    '```',
    '',
    '| Option | Means |',
    '|---|---|',
    ...options,
    '',
  ].join('\n');
}

/** The words of `holdfast help` and `holdfast --version`. */
import { readFileSync } from 'node:fs';
import { COMMANDS } from './command-table.ts';
import { COMMON_OPTIONS, type Command, usageOf } from './commands/command.ts';
import { EXIT_MEANINGS } from './exit-code.ts';

const NAME_WIDTH = 24;

/** Help on one command, or the list of all when there is none of that name. */
export function helpText(name: string | undefined): string {
  const found = COMMANDS.filter((command) => command.name === name || command.name.startsWith(`${name} `));
  if (found.length === 0) return overview();
  return found.map(commandHelp).join('\n\n');
}

/** Version of Holdfast and of the Node that runs it. */
export function versionText(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return `holdfast ${manifest.version} (node ${process.versions.node})`;
}

function overview(): string {
  const lines = COMMANDS.map(({ name, positionals, summary }) => {
    const written = [name, ...positionals].join(' ');
    return written.length < NAME_WIDTH
      ? `  ${written.padEnd(NAME_WIDTH)}${summary}`
      : `  ${written}\n  ${' '.repeat(NAME_WIDTH)}${summary}`;
  });
  const codes = EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)}${meaning}`);
  return [
    'Usage: holdfast <command> [options]',
    '',
    ...lines,
    '',
    '`holdfast help <command>` says more. Settings stand in docs/reference/config.md.',
    '',
    'Exit codes',
    ...codes,
  ].join('\n');
}

function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]) => {
    const written = option.type === 'boolean' ? `--${name}` : `--${name} ${option.value ?? 'VALUE'}`;
    return `  ${written.padEnd(NAME_WIDTH)}${option.summary}`;
  });
  const details = command.details === undefined ? [] : ['', command.details];
  return [command.summary, ...details, '', `Usage: ${usageOf(command)}`, '', ...options].join('\n');
}

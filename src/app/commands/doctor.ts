import { makeObject } from '../../foundation/index.ts';
import { EXIT } from '../exit-code.ts';
import { checkInstallation } from '../installation-check.ts';
import { printable } from '../terminal-text.ts';
import type { Command } from './command.ts';

export const doctor: Command = {
  name: 'doctor',
  positionals: [],
  options: {},
  isLocal: true,
  summary: 'Check Node, settings, port, egress rules, database, schema and master key; nothing is changed.',
  async run({ config, isJson, out, outJson }) {
    const checks = await checkInstallation(config);
    const isOk = checks.every((check) => check.isOk);
    if (isJson)
      outJson(
        makeObject([
          ['isOk', isOk],
          ['checks', checks.map((check) => ({ ...check }))],
        ]),
      );
    else
      for (const check of checks)
        out(`${check.isOk ? 'ok  ' : 'FAIL'} ${check.name.padEnd(9)} ${printable(check.detail)}`);
    return isOk ? EXIT.ok : EXIT.failed;
  },
};

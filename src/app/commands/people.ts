import { fail } from '../errors.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../terminal-text.ts';
import type { Command } from './command.ts';

const setUpLink: Command = {
  name: 'set-up-link',
  positionals: [],
  options: {},
  summary: 'Make a link that makes the first owner; as long as nobody owns this Holdfast.',
  details: 'The link is good for a week and works once. `holdfast start` prints one while there is no owner.',
  async run({ client, isJson, out, outJson }) {
    const { link } = await client().makeSetUpLink();
    if (isJson) outJson({ link });
    else out(`Open it in a browser, once: ${link}`);
    return EXIT.ok;
  },
};

const resetLink: Command = {
  name: 'reset-link',
  positionals: ['<email>'],
  options: {},
  summary: 'Make a link by which a member of the workspace sets a new password.',
  details: 'For an owner who cannot sign in any longer, too. The link is good for a day and works once.',
  async run({ client, isJson, out, outJson }, { positionals }) {
    const email = (positionals[0] as string).trim().toLowerCase();
    const members = await client().listMembers();
    const member = members.find((candidate) => candidate.email === email);
    if (member === undefined) throw fail('app.member.not_found', { context: { email } });
    const { link } = await client().makeResetLink(member.personId);
    if (isJson) outJson({ link });
    else out(`For ${printable(member.name)}, to open once: ${link}`);
    return EXIT.ok;
  },
};

/** The commands about people. */
export const PEOPLE_COMMANDS: readonly Command[] = [setUpLink, resetLink];

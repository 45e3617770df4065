/** The entry of Holdfast: `holdfast <command>`. */
import { runCommandLine } from './command-line.ts';

// A reader that has gone away (`holdfast run list | head`) is nobody's failure, least of all a server's.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.exitCode = await runCommandLine(process.argv.slice(2));

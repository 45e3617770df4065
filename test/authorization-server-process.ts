/** The authorization server of the tests as a process: prints its address and ends with its standard input. */
import { serveAuthorization } from './authorization-service.ts';

const service = await serveAuthorization(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`${service.url}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));

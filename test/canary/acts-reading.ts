/** Everything that can be read at the end: every GET route of the document, the pages, the metrics, the commands. */
import { type CanaryStage, METRICS_TOKEN } from './canary-stage.ts';

const PAGES = [
  '/',
  '/connections',
  '/connections/bearer',
  '/runs',
  '/notices',
  '/channels',
  '/connect',
  '/nowhere/at/all',
];
const PARALLEL = 4;
const OTHER_READS = ['/api/openapi.json', '/api/health/live', '/api/health/ready', '/oauth/callback?state=x&code=y'];

/** Opens every GET route of the OpenAPI document with everything that there is to put into its path; gives the routes. */
export async function readEverything(stage: CanaryStage): Promise<readonly string[]> {
  const { product, witness } = stage;
  const { paths } = await product.demand('GET', '/api/openapi.json');
  const routes = Object.keys(paths).filter((route) => 'get' in paths[route] && !route.endsWith('/live'));
  const values = await valuesOf(stage);
  const targets = routes.flatMap((route) => targetsOf(route, values));
  await inParallel(targets, (target) => product.ask('GET', target));
  await inParallel(routes, (route) => product.ask('GET', targetsOf(route, values)[0] ?? route, { as: 'person' }));
  for (const page of [...PAGES, ...OTHER_READS]) await product.ask('GET', page, { as: 'nobody' });
  await product.demand('GET', '/api/v1/runs?limit=200&text=canary');
  const authorization = `Bearer ${witness.textOf(METRICS_TOKEN)}`;
  await product.ask('GET', '/metrics');
  const { status } = await product.ask('GET', '/metrics', { as: 'nobody', headers: { authorization } });
  if (status !== 200) throw new Error(`The metrics were answered with ${status}.`);
  return routes;
}

/** What stands for a parameter, by what the route is about. */
type Values = Readonly<Record<string, readonly string[]>>;

async function valuesOf({ product }: CanaryStage): Promise<Values> {
  const list = async (target: string, member: string, field: string): Promise<string[]> => {
    const answer = await product.demand('GET', target);
    return (answer[member] as Record<string, unknown>[]).map((each) => String(each[field]));
  };
  return {
    flows: (await list('/api/v1/flows', 'flows', 'name')).filter((_, at) => at % 4 === 0),
    connections: await list('/api/v1/connections', 'connections', 'name'),
    connectors: await list('/api/v1/connectors', 'connectors', 'name'),
    runs: await list('/api/v1/runs?limit=200', 'runs', 'id'),
  };
}

function targetsOf(route: string, values: Values): string[] {
  if (!route.includes('{')) return [route];
  const thing = /^\/api\/v1\/([a-z-]+)\//.exec(route)?.[1] ?? '';
  const all = values[thing] ?? ['00000000-0000-7000-8000-000000000000'];
  return all.map((each) => route.replace('{number}', '1').replaceAll(/\{\w+\}/g, encodeURIComponent(each)));
}

/** A few at a time, as several people would. */
async function inParallel(texts: readonly string[], work: (text: string) => Promise<unknown>): Promise<void> {
  const left = [...texts];
  const take = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: PARALLEL }, take));
}

/** The commands of an operator, those that fail as well; the key is rotated on the way. */
export async function playCommands(stage: CanaryStage): Promise<void> {
  const { product, schemes } = stage;
  const [first] = schemes as [(typeof schemes)[number]];
  const { runs } = await product.demand('GET', '/api/v1/runs?state=dead_lettered&limit=1');
  const draft = {
    name: 'by-command',
    connector: 'http',
    settings: stage.settingsOf(first),
    credential: first.credential,
  };
  const broken = await product.putFile('broken.json', `${JSON.stringify(draft)}}`);
  const given = JSON.stringify(draft);
  const commands: readonly (readonly [args: readonly string[], input?: string])[] = [
    [['doctor']],
    [['doctor', '--json']],
    [['connection', 'add', '-'], given],
    [['connection', 'add', broken]],
    [['connection', 'add', '-', '--json'], given],
    [['connection', 'list', '--json']],
    [['connection', 'verify', 'hmac']],
    [['connection', 'set-credential', 'by-command', '-'], JSON.stringify(first.credential).slice(1)],
    [['run', 'list', '--json']],
    [['run', 'show', runs[0].id]],
    [['flow', 'export', `use-${first.name}`]],
    [['notice', 'list', '--all', '--json']],
    [['channel', 'list', '--json']],
    [['token', 'list']],
    [['audit', 'list']],
    [['key', 'rotate', '--new']],
    [['key', 'status', '--json']],
  ];
  for (const [args, input] of commands) await product.command(args, input);
  await product.guardKeys();
}

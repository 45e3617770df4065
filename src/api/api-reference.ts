/** docs/reference/api.md, made from the same schemas that the routes are checked by. */
import { leastRole } from '../access/index.ts';
import { makeApiApp } from './api-app.ts';
import type { ApiConfig, ApiDeps } from './api-deps.ts';
import { ApiMetrics } from './api-metrics.ts';
import type { RouteAccess } from './type-provider.ts';

/** A schema as far as our own routes use it. */
export interface ApiSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly ApiSchema[];
  readonly oneOf?: readonly ApiSchema[];
  readonly items?: ApiSchema;
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly patternProperties?: Readonly<Record<string, ApiSchema>>;
  readonly additionalProperties?: boolean | ApiSchema;
  readonly required?: readonly string[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: ApiSchema }>>;
}

export interface ApiOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly 'x-access'?: RouteAccess;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: ApiSchema & { description?: string };
    readonly description?: string;
  }[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

export interface ApiDocument {
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
}

const HEAD = `# API

Made from the schemas of the routes; \`GET /api/openapi.json\` of a running Holdfast has the same as OpenAPI 3.1.

- Sign in with \`Authorization: Bearer <token>\`. The first token is printed at the first start; \`<data>/cli.token\` holds it.
- A token and a member have a role: *viewer* looks, *operator* also acts on runs, *builder* also changes flows and
  connections, *owner* also decides who belongs. Each route says from which role on it may be called.
- People sign in at the web app, which calls \`/api/auth\` and gets a cookie; \`x-holdfast-workspace\` chooses among their
  workspaces by id. A call that changes something must then come from a page of Holdfast.
- Errors are problem details (RFC 9457, \`application/problem+json\`): \`type\`, \`title\`, \`status\`, \`detail\`, \`code\`, \`fix\`, \`requestId\`
  and, where a document is at fault, \`problems\` with a JSON pointer each. [errors.md](errors.md) lists the codes.
- Numbers keep their digits in both directions: read answers with a reader that does not round.
- 429 and 503 carry \`Retry-After\`.
`;

/** The text of the page. */
export async function renderApiReference(): Promise<string> {
  const { tags = [], paths = {} } = await describeApi();
  const sections = tags.map(({ name, description }) => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, operation]) => operation.tags?.includes(name) === true)
        .map(([method, operation]) => renderOperation(`${method.toUpperCase()} ${path}`, operation)),
    );
    return [`## ${name}`, '', description ?? '', '', ...operations].join('\n');
  });
  return `${[HEAD, ...sections].join('\n').trimEnd()}\n`;
}

/** For an app that is looked at and never listens. */
export const UNSERVED: ApiConfig = {
  host: '',
  port: 0,
  publicUrl: undefined,
  metricsToken: undefined,
  trustedProxies: 0,
  maxRequestBytes: 1,
};

/** The document of the API; its parts are never called, so there are none. */
export async function describeApi(): Promise<ApiDocument> {
  const deps = { metrics: new ApiMetrics() } as unknown as ApiDeps;
  const app = makeApiApp(deps, UNSERVED, () => '');
  await app.ready();
  const document = app.swagger() as ApiDocument;
  await app.close();
  return document;
}

function renderOperation(title: string, operation: ApiOperation): string {
  const { summary = '', description, parameters = [] } = operation;
  const access = accessText(operation['x-access']);
  const taken = [
    ...parameters.map(({ name, in: place, required, schema, description: said }) => {
      const about = { ...schema, ...(said === undefined ? {} : { description: said }) };
      return fieldLine(`${name}\` (${place})`, about, required === true);
    }),
    ...fieldLines(schemaOf(operation.requestBody)),
  ];
  const given = Object.entries(operation.responses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  return [
    `### ${title}`,
    '',
    [`${summary}.`, ...(description === undefined ? [] : [description]), access].join(' '),
    '',
    ...(taken.length === 0 ? [] : ['Takes', '', ...taken, '']),
    ...listOf('Gives', fieldLines(schemaOf(given))),
  ].join('\n');
}

function accessText(access: RouteAccess | undefined): string {
  if (access === undefined || access === 'open') return 'No token needed.';
  if (access === 'self') return 'For people who are signed in, whatever their role; not for tokens.';
  if (access === 'metrics') return 'For the token of the metrics and for every API token.';
  return `From the role ${leastRole(access)} on.`;
}

function listOf(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, '', ...lines, ''];
}

function schemaOf(content: Content | undefined): ApiSchema {
  return Object.values(content?.content ?? {})[0]?.schema ?? {};
}

function fieldLines({ properties = {}, required = [] }: ApiSchema, indent = ''): string[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inner = fieldLines(schema.items ?? schema, `${indent}  `);
    return [`${indent}${fieldLine(`${name}\``, schema, required.includes(name))}`, ...inner];
  });
}

function fieldLine(name: string, schema: ApiSchema, isRequired: boolean): string {
  const about = schema.description === undefined ? '' : ` ${schema.description}`;
  return `- \`${name}: ${typeText(schema)}${isRequired ? '' : ', may be left out'}.${about}`;
}

function typeText(schema: ApiSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'anything' : typeText(schema.items)}`;
  if (schema.format === 'date-time') return 'instant (ISO 8601, UTC)';
  return [schema.type ?? 'any JSON'].flat().join(' or ');
}

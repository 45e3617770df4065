/** Base addresses of an API, with their variables. */
import { isObject, type JsonObject, type JsonValue, makeObject } from '../../foundation/index.ts';
import { pointerTo } from '../../language/index.ts';
import { type ApiDocument, listOf, membersOf, textOf } from './api-document.ts';
import type { ServerDefinition, ServerVariable } from './definition.ts';

const MAX_SERVERS = 50;
const MAX_VARIABLES = 30;

/** The servers of the whole document. */
export function readServers(document: ApiDocument): ServerDefinition[] {
  if (document.isSwagger2) return swaggerServers(document);
  const servers = serversIn(document, document.root, '');
  if (servers.length === 0) servers.push(...firstPathServers(document));
  if (servers.length === 0)
    document.remarks.note('server.none', '/servers', 'The document names no server; the base URL has to be given.');
  return servers;
}

/** Some documents name the same server at each path instead of once. */
function firstPathServers(document: ApiDocument): ServerDefinition[] {
  for (const { value, pointer } of membersOf(document.root, 'paths', '')) {
    const servers = isObject(value) ? serversIn(document, value, pointer) : [];
    if (servers.length > 0) return servers;
  }
  return [];
}

/** The servers that a path item or an operation has of its own. */
export function serversIn(document: ApiDocument, holder: JsonObject, pointer: string): ServerDefinition[] {
  return listOf(holder, 'servers')
    .slice(0, MAX_SERVERS)
    .flatMap((value, index) => {
      const server = isObject(value) ? readServer(document, value, pointerTo(pointer, 'servers', index)) : undefined;
      return server === undefined ? [] : [server];
    });
}

function readServer(document: ApiDocument, value: JsonObject, pointer: string): ServerDefinition | undefined {
  const written = textOf(value, 'url')?.trim();
  if (written === undefined || written === '') return undefined;
  const declared = membersOf(value, 'variables', pointer).slice(0, MAX_VARIABLES);
  const variables = declared.map(({ key, value: variable }) => readVariable(key, variable));
  const names = new Set(variables.map(({ name }) => name));
  for (const [, name = ''] of written.matchAll(/\{([^{}]+)\}/g)) {
    if (names.has(name) || variables.length >= MAX_VARIABLES) continue;
    names.add(name);
    variables.push({ name, description: '' });
    document.remarks.note(
      'server.variable',
      pointer,
      `The server's address names "${name}", which is not declared; it has to be given.`,
    );
  }
  const url = written.replace(/\/+$/, '');
  if (!isAbsolute(url)) {
    document.remarks.note(
      'server.relative',
      pointer,
      `The server's address "${written.slice(0, 200)}" is not absolute; the base URL has to be given.`,
    );
  }
  return { url, title: (textOf(value, 'description') ?? '').split('\n', 1)[0]?.slice(0, 100) ?? '', variables };
}

function readVariable(name: string, value: JsonValue): ServerVariable {
  if (!isObject(value)) return { name, description: '' };
  const choices = listOf(value, 'enum').filter((choice) => typeof choice === 'string');
  const standard = textOf(value, 'default');
  return {
    name,
    description: (textOf(value, 'description') ?? '').slice(0, 1_000),
    ...(standard === undefined ? {} : { default: standard }),
    ...(choices.length === 0 ? {} : { choices }),
  };
}

function swaggerServers(document: ApiDocument): ServerDefinition[] {
  const { root } = document;
  const host = textOf(root, 'host');
  const path = (textOf(root, 'basePath') ?? '').replace(/\/+$/, '');
  const schemes = listOf(root, 'schemes').filter((scheme) => scheme === 'https' || scheme === 'http');
  const scheme = schemes.length === 0 || schemes.includes('https') ? 'https' : 'http';
  const url = host === undefined ? path : `${scheme}://${host}${path}`;
  return serversIn(document, makeObject([['servers', [makeObject([['url', url === '' ? '/' : url]])]]]), '');
}

function isAbsolute(url: string): boolean {
  return /^(?:https?|\{[^{}]+\}):\/\//i.test(url) || /^\{[^{}]+\}/.test(url);
}

/** Every route that the product's own OpenAPI document names, so that a new one cannot be forgotten. */
import type { Json, Product } from './product.ts';

export interface Door {
  readonly method: string;
  /** With `{name}`, `{id}` and `{number}` in it. */
  readonly template: string;
  /** True where the document says that no token is needed. */
  readonly isOpen: boolean;
  readonly takesBody: boolean;
  /** True where API tokens are refused whatever they send: `src/api/access-matrix.pg.test.ts` tries these as people. */
  readonly isForPeople: boolean;
}

/** Names and ids that stand for the parameters of a route. */
export interface DoorValues {
  readonly name: string;
  readonly id: string;
}

/** Reads the doors from the running product. */
export async function readDoors(product: Product): Promise<Door[]> {
  const { json } = await product.call('GET', '/api/openapi.json');
  const routes = Object.entries(json.paths as Record<string, Json>);
  return routes.flatMap(([template, methods]) =>
    Object.entries(methods as Record<string, Json>).map(([method, route]) => ({
      method: method.toUpperCase(),
      template,
      isOpen: Array.isArray(route.security) && route.security.length === 0,
      takesBody: route.requestBody !== undefined,
      isForPeople: route['x-access'] === 'self',
    })),
  );
}

/** The path of a door with its parameters filled in. */
export function pathOf({ template }: Pick<Door, 'template'>, { name, id }: DoorValues): string {
  return template
    .replace('{name}', name)
    .replace('{id}', id)
    .replace('{number}', '1')
    .replace('{key}', 'trigger')
    .replace('{token}', 'none');
}

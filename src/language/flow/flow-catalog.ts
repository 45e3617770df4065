import type { JsonSchema } from '../contract/json-schema.ts';

/** What a flow is checked against: the connections of its workspace and what their connectors offer. */
export interface FlowCatalog {
  connection(name: string): { readonly connector: string } | undefined;
  operation(connector: string, name: string): CatalogOperation | undefined;
  /** Schema of the body of a connector's event; undefined: there is no such event. */
  triggerSchema(connector: string, event: string): JsonSchema | undefined;
  /** Names that a person may have meant. */
  readonly names: {
    connectors(): readonly string[];
    connections(): readonly string[];
    operations(connector: string): readonly string[];
    events(connector: string): readonly string[];
  };
}

export interface CatalogOperation {
  readonly input: JsonSchema;
  readonly output: JsonSchema;
  /** `author`: the step must declare it. */
  readonly class: 'R' | 'I' | 'K' | 'L' | 'N' | 'author';
}

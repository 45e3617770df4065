/**
 * What an imported document says about an API, as plain data: read once, kept, and turned into a connector
 * whenever it is needed. Everything strange that was met on the way stands in the report.
 */
import type { JsonObject, JsonValue } from '../../foundation/index.ts';
import type { JsonSchema, TriggerDedupe, TriggerSignature } from '../../language/index.ts';
import type { HttpMethod } from '../../outbound/index.ts';
import type { AuthScheme, IdempotencyDeclaration, OperationClass } from '../kit.ts';

export interface ClassGuess {
  readonly class: OperationClass;
  /** In a sentence for the person who confirms or corrects it. */
  readonly reason: string;
}

export type PagingStyle = 'offset' | 'page' | 'cursor' | 'link' | 'body_cursor';

export interface ApiDefinition {
  readonly head: ApiHead;
  readonly operations: readonly OperationDefinition[];
  /** Schemas that others refer to as `#/$defs/<name>`; never written out in place, since they may refer to themselves. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly report: readonly ImportRemark[];
}

export interface ApiHead {
  readonly title: string;
  readonly summary: string;
  /** The vendor's version of its API. */
  readonly version: string;
  /** Such as `OpenAPI 3.1.2`. */
  readonly format: string;
  readonly servers: readonly ServerDefinition[];
  readonly auth: readonly AuthDefinition[];
  readonly triggers: readonly TriggerDefinition[];
  /** The read that proves a credential works, chosen among the operations without required input; undefined: none fits. */
  readonly verification: string | undefined;
  /** Where the vendor's own pages are, if it says so. */
  readonly documentation?: string;
  readonly licence?: string;
}

/** A base address; `{names}` in it are variables, which become settings of the connection. */
export interface ServerDefinition {
  readonly url: string;
  readonly title: string;
  readonly variables: readonly ServerVariable[];
}

export interface ServerVariable {
  readonly name: string;
  readonly description: string;
  readonly default?: string;
  readonly choices?: readonly string[];
}

export interface AuthDefinition {
  /** As the document calls it. */
  readonly name: string;
  readonly title: string;
  readonly scheme: AuthScheme;
  /** OAuth addresses of the document, for a provider that Holdfast does not know. */
  readonly endpoints?: { readonly authorizeUrl?: string; readonly tokenUrl?: string; readonly issuer?: string };
  /** OAuth scopes with the vendor's words. */
  readonly scopes?: Readonly<Record<string, string>>;
}

export interface OperationDefinition {
  /** `verb_noun`, made of the document's own id; at most 64 characters, unique in the API. */
  readonly name: string;
  /** The document's own id, where it has one. */
  readonly documentId?: string;
  readonly title: string;
  readonly summary: string;
  readonly group: string;
  readonly method: HttpMethod;
  /** As in the document: `/customers/{id}/invoices`. A parameter may be a part of a segment: `/{year}-{month}.json`. */
  readonly path: string;
  /** Another base address than the API's own. */
  readonly server?: ServerDefinition;
  readonly parameters: readonly ParameterDefinition[];
  /** In the order of preference; the first is taken where the input names none. Empty: the call has no body. */
  readonly bodies: readonly BodyDefinition[];
  readonly isBodyRequired: boolean;
  /** By status (`200`, `2XX`, `default`) and media type; errors among them. */
  readonly answers: readonly AnswerDefinition[];
  /** What holds: what a person said, else the careful class where the guess needs a person. */
  readonly class: OperationClass;
  readonly guess: ClassGuess & { readonly needsConfirmation: boolean };
  readonly idempotency?: IdempotencyDeclaration;
  readonly paging?: PagingDefinition;
  readonly scopes?: readonly string[];
  readonly deprecated?: string;
  /** Shape of the step's input: the parameters by `field`, and `body`. May refer to `#/$defs/…`. */
  readonly input: JsonSchema;
  /** Shape of the output of the first success. May refer to `#/$defs/…`. */
  readonly output: JsonSchema;
  /** Names of all schemas that input, output, parameters, bodies and answers lead to, directly or not. */
  readonly needs: readonly string[];
  readonly example?: JsonObject;
  /** Why the form or an example request of it does not work; absent: it is usable. */
  readonly unusable?: string;
}

export interface ParameterDefinition {
  /** Name in the step's input: the parameter's own, or with its place where two share one name. */
  readonly field: string;
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly isRequired: boolean;
  /** RFC 6570 and OpenAPI 3 (Parameter Object, `style`). Swagger 2 `collectionFormat` is told in the same words; `tabDelimited` is its `tsv`. */
  readonly style:
    | 'simple'
    | 'label'
    | 'matrix'
    | 'form'
    | 'spaceDelimited'
    | 'pipeDelimited'
    | 'tabDelimited'
    | 'deepObject';
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** The value is written as this media type, such as JSON in a query parameter. */
  readonly mediaType?: string;
  readonly schema: JsonSchema;
}

export interface BodyDefinition {
  readonly mediaType: string;
  readonly kind: 'json' | 'form' | 'multipart' | 'xml' | 'text' | 'bytes';
  readonly schema: JsonSchema;
  /** For forms and multipart: how single fields are written, by name. */
  readonly encodings?: Readonly<Record<string, FieldEncoding>>;
  /** For XML: the root element and what the document says about names, attributes and wrapping, by JSON pointer of the schema. */
  readonly xml?: { readonly root: string };
}

export interface FieldEncoding {
  readonly contentType?: string;
  readonly style?: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';
  readonly explode?: boolean;
}

export interface AnswerDefinition {
  readonly status: string;
  readonly isSuccess: boolean;
  /** Null: no body. */
  readonly mediaType: string | null;
  readonly schema: JsonSchema | null;
  readonly description: string;
}

/** Paging that a document can be told from: fields of the input, and paths in the answer. */
export interface PagingDefinition {
  readonly style: PagingStyle;
  readonly items: readonly string[];
  /** Field of the input that says where the page begins: offset, page number, cursor. */
  readonly position?: readonly string[];
  /** Field of the input with the size of a page. */
  readonly size?: readonly string[];
  /** Path in the answer to the next cursor or address; of the last item's id where `isFromItem`. */
  readonly next?: readonly string[];
  readonly isFromItem?: boolean;
  /** Path in the answer to a flag that there is more, or to the total. */
  readonly more?: readonly string[];
  readonly total?: readonly string[];
  /** Number of the first page. Default 1. */
  readonly firstPage?: number;
  readonly reason: string;
}

export interface TriggerDefinition {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly output: JsonSchema;
  readonly needs: readonly string[];
  readonly signature: TriggerSignature;
  readonly dedupe?: TriggerDedupe;
  readonly match?: { readonly path: readonly string[]; readonly equals: string };
  readonly examples: readonly JsonObject[];
}

/** Something strange in the document: where, what, and what was made of it. */
export interface ImportRemark {
  /** JSON pointer into the document; empty: the whole. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  /** `lost`: something of the document cannot be used; `note`: it works, but a person may want to know. */
  readonly weight: 'lost' | 'note';
  /** How many more of the same kind were met and are not listed. */
  readonly more?: number;
}

/** A person's word on what a document does not say, or says wrongly; kept beside it and applied to every revision. */
export interface Overlay {
  readonly title?: string;
  readonly baseUrl?: string;
  readonly operations?: Readonly<Record<string, OperationOverlay>>;
  /** OpenAPI Overlay 1.0 actions over the document itself, before it is read. */
  readonly actions?: readonly OverlayAction[];
}

export interface OperationOverlay {
  readonly title?: string;
  readonly class?: OperationClass;
  readonly idempotency?: IdempotencyDeclaration;
  readonly paging?: PagingDefinition | null;
  readonly isHidden?: boolean;
}

export interface OverlayAction {
  /** A JSON Pointer, or an RFC 9535 path of names, indexes and `*` only. */
  readonly target: string;
  readonly update?: JsonValue;
  readonly remove?: boolean;
}

/** One field of a credential, as data: forms are drawn from it and what is given is checked by it. */

export interface CredentialField {
  /** Where it stands in the credential; `client.secret` is the member `secret` of the object `client`. */
  readonly name: string;
  readonly title: string;
  readonly help?: string;
  /** May be a reference in place of the value, and is never shown. */
  readonly isSecret: boolean;
  readonly isRequired: boolean;
  /** Several lines, such as PEM. */
  readonly isLong?: boolean;
  /** A list of texts, each of `choices` if there are some. */
  readonly isList?: boolean;
  /** Names with texts. */
  readonly isMap?: boolean;
  readonly choices?: readonly string[];
  readonly format?: FieldFormat;
  /** The field is there only while this holds. */
  readonly when?: FieldCondition;
  /** Required while this holds, whatever `isRequired` says. */
  readonly requiredWhen?: FieldCondition;
}

/** Another field has one of these values. */
export interface FieldCondition {
  readonly field: string;
  readonly isOneOf: readonly string[];
}

/** What a text must look like beside not being empty. */
export type FieldFormat =
  | 'any_text'
  /** As `any_text`, and may be empty. */
  | 'separator'
  | 'header_name'
  | 'header_text'
  | 'user_name'
  | 'web_address'
  | 'identifier'
  | 'scope'
  | 'word'
  | 'provider'
  | 'certificate'
  | 'private_key';

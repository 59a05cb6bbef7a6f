/** What is to be translated. */
export interface TranslationOrder {
  /** Absolute. */
  readonly file: string;
  /** As a person gave it. */
  readonly shownAs: string;
  /** Absolute: where ours will be written; paths in it are relative to this. */
  readonly directory: string;
  /** In the place of what their file says, or does not say. */
  readonly cluster?: string | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly copySecrets: boolean;
  /** @throws ForeignUnreadable */
  readonly read: (file: string, shownAs: string) => Promise<Uint8Array>;
}

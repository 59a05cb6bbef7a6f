/** Where a value of the configuration comes from. */
export type Source =
  | { readonly kind: 'flag'; readonly flag: string }
  /** An `ECSDEPLOY_*` variable that stands for a flag. */
  | { readonly kind: 'variable'; readonly name: string }
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly line: number;
      readonly column: number;
      /** What the file took the value, or a part of it, from: `env:NAME`, `git:sha`. */
      readonly references: readonly string[];
    }
  | { readonly kind: 'default' };

/** A value with its source: what flags hand to the configuration. */
export interface Sourced<Value> {
  readonly value: Value;
  readonly source: Source;
}

/** Sources by the path of a member: `cluster`, `deployment.circuitBreaker.rollback`. Lists have one source. */
export type Provenance = ReadonlyMap<string, Source>;

/** `ecsdeploy.yml:4:7 (${env:CLUSTER})`, `--cluster`, `ECSDEPLOY_CLUSTER`, `default`. */
export function formatSource(source: Source): string {
  switch (source.kind) {
    case 'flag':
      return source.flag;
    case 'variable':
      return source.name;
    case 'default':
      return 'default';
    case 'file': {
      const place = `${source.file}:${source.line}:${source.column}`;
      const references = source.references.map((reference) => `\${${reference}}`).join(', ');
      return references === '' ? place : `${place} (${references})`;
    }
    default:
      return source satisfies never;
  }
}

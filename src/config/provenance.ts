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
      /** Variables that the file took the value, or a part of it, from. */
      readonly variables: readonly string[];
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
      const variables = source.variables.map((name) => `\${env:${name}}`).join(', ');
      return variables === '' ? place : `${place} (${variables})`;
    }
    default:
      return source satisfies never;
  }
}

import type { TaskDefinition } from '../../model/task-definition.ts';

/** A value that ECS fetches before a container starts. */
export type SecretReference = StoredSecret | StoredParameter;

/** In Secrets Manager. */
export interface StoredSecret {
  readonly kind: 'secret';
  /** The ARN without what comes after the name; of the login of a registry, perhaps the name alone. */
  readonly arn: string;
  /** Absent: the service's own. */
  readonly region?: string | undefined;
  /** Of the JSON object in it; absent: all of it. */
  readonly key?: string | undefined;
  readonly stage?: string | undefined;
  readonly version?: string | undefined;
  /** `web: DB_PASSWORD` */
  readonly usedBy: string;
}

/** In Parameter Store. */
export interface StoredParameter {
  readonly kind: 'parameter';
  /** A name, of the service's own region, or an ARN. */
  readonly name: string;
  /** Absent: the service's own. */
  readonly region?: string | undefined;
  readonly usedBy: string;
}

/**
 * Every secret and parameter that a task of this definition needs: `secrets`, the options of a log driver, the login of a registry. Pure.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 * @param running what runs already; what it needs as well was found when it started
 */
export function secretReferences(definition: TaskDefinition, running?: TaskDefinition): SecretReference[] {
  // The same name is a secret in one place and a parameter in another.
  const keyOf = ({ valueFrom, isLogin = false }: Written) => `${isLogin}:${valueFrom}`;
  const known = new Set(running === undefined ? [] : written(running).map(keyOf));
  return written(definition)
    .filter((one) => !known.has(keyOf(one)))
    .map(parseWritten);
}

/**
 * "you can use either the full ARN or the name of the secret":
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RepositoryCredentials.html
 */
function parseWritten({ valueFrom, usedBy, isLogin = false }: Written): SecretReference {
  if (isLogin && !valueFrom.startsWith('arn:')) return { kind: 'secret', arn: valueFrom, usedBy };
  return parseValueFrom(valueFrom, usedBy);
}

/** `arn:aws:secretsmanager:R:A:secret:<name>[:<key>[:<stage>[:<version>]]]`, an ARN of a parameter, or its name. */
export function parseValueFrom(valueFrom: string, usedBy: string): SecretReference {
  const parts = valueFrom.split(':');
  const [arn, , service, region = ''] = parts;
  if (arn !== 'arn') return { kind: 'parameter', name: valueFrom, usedBy };
  if (service !== 'secretsmanager') return { kind: 'parameter', name: valueFrom, region, usedBy };
  const [key, stage, version] = parts.slice(7).map((part) => (part === '' ? undefined : part));
  return { kind: 'secret', arn: parts.slice(0, 7).join(':'), region, key, stage, version, usedBy };
}

interface Written {
  readonly valueFrom: string;
  readonly usedBy: string;
  /** The login of a registry, which is always in Secrets Manager. */
  readonly isLogin?: boolean;
}

function written({ containerDefinitions }: TaskDefinition): Written[] {
  return containerDefinitions.flatMap(({ name, ...container }) => {
    const { secretOptions } = asObject(container['logConfiguration']);
    const { credentialsParameter } = asObject(container['repositoryCredentials']);
    return [
      ...named(container['secrets'], name),
      ...named(secretOptions, `log driver of ${name}`),
      ...(typeof credentialsParameter === 'string'
        ? [{ valueFrom: credentialsParameter, usedBy: `registry of ${name}`, isLogin: true }]
        : []),
    ];
  });
}

function named(list: unknown, owner: string): Written[] {
  if (!Array.isArray(list)) return [];
  return (list as { readonly name?: unknown; readonly valueFrom?: unknown }[]).flatMap((item) =>
    typeof item.name === 'string' && typeof item.valueFrom === 'string'
      ? [{ valueFrom: item.valueFrom, usedBy: `${owner}: ${item.name}` }]
      : [],
  );
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

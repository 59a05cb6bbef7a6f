import { EcsdeployError } from '../model/error.ts';
import { formatImageReference, parseImageReference } from '../model/image-reference.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { AwsRejected } from './errors.ts';

/** A repository of ECR that exists. */
export interface Repository {
  readonly name: string;
  /** `host/name`, as images are named by it. */
  readonly uri: string;
  /** `host[:port]` of the registry. */
  readonly registry: string;
  readonly account: string;
  /** Where to ask for it; absent: where everything else is asked for. */
  readonly region?: string | undefined;
  /** Whether every tag that was given once stays with its image; with exclusion filters a push tells. */
  readonly isImmutable: boolean;
}

/** Where an image is to go, as ECR knows it. */
export type RepositoryAnswer =
  | { readonly kind: 'found'; readonly repository: Repository }
  /** ECR is the registry, and it has no such repository. */
  | { readonly kind: 'missing'; readonly place: RepositoryPlace }
  /** Another registry than ECR. */
  | { readonly kind: 'elsewhere'; readonly registry: string; readonly name: string };

/** What the written form of a repository says: a name, and, in a URI, perhaps account and region. */
export interface RepositoryPlace {
  readonly name: string;
  readonly registry?: string | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** The user and password of a registry. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Takes `shop/web` or `host/shop/web` apart. Account and region are read from the host where it has them, to know whom to ask;
 * whether it is a repository of ECR is for ECR to say.
 */
export function repositoryPlace(written: string): RepositoryPlace {
  const { registry, repository } = parseImageReference(written) ?? { repository: written };
  if (registry === undefined) return { name: repository };
  const [, account] = /^(\d{12})\./.exec(registry) ?? [];
  const [, region] = /\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\./.exec(registry) ?? [];
  return { name: repository, registry, account, region };
}

/** The opposite of `repositoryPlace`. */
function writtenPlace({ registry, name }: RepositoryPlace): string {
  return formatImageReference({ registry, repository: name });
}

/** Looks a repository up. A URI counts as ECR's when ECR gives the same URI back, or calls the host its own. */
export async function findRepository(aws: Aws, written: string): Promise<RepositoryAnswer> {
  const place = repositoryPlace(written);
  const ecr = () => aws.clients.ecr(place.region);
  try {
    const output = await call(
      aws,
      { operation: 'ecr:DescribeRepositories', repeat: 'freely' },
      ecr,
      (client, send) =>
        client.describeRepositories(
          {
            repositoryNames: [place.name],
            ...(place.account === undefined ? {} : { registryId: place.account }),
          },
          send,
        ),
    );
    const found = output.repositories?.[0];
    const uri = found?.repositoryUri ?? '';
    if (found !== undefined && (place.registry === undefined || uri === `${place.registry}/${place.name}`)) {
      return { kind: 'found', repository: repositoryFrom(found, place) };
    }
  } catch (error) {
    if (!isCode(error, 'RepositoryNotFoundException')) throw error;
  }
  const { registry, name } = place;
  if (registry === undefined || (await isRegistryOf(aws, place))) return { kind: 'missing', place };
  return { kind: 'elsewhere', registry, name };
}

/**
 * Makes a repository whose tags cannot be moved and whose images are scanned when they come in.
 * One that somebody else made meanwhile is as good.
 */
export async function createRepository(aws: Aws, place: RepositoryPlace): Promise<Repository> {
  const ecr = () => aws.clients.ecr(place.region);
  try {
    const output = await call(
      aws,
      { operation: 'ecr:CreateRepository', repeat: 'freely' },
      ecr,
      (client, send) =>
        client.createRepository(
          {
            repositoryName: place.name,
            imageTagMutability: 'IMMUTABLE',
            imageScanningConfiguration: { scanOnPush: true },
            ...(place.account === undefined ? {} : { registryId: place.account }),
          },
          send,
        ),
    );
    return repositoryFrom(output.repository ?? {}, place);
  } catch (error) {
    if (!isCode(error, 'RepositoryAlreadyExistsException')) throw error;
    // By the whole name: another region may have a repository of the same one.
    const answer = await findRepository(aws, writtenPlace(place));
    if (answer.kind === 'found') return answer.repository;
    throw error;
  }
}

/** The command that makes such a repository by hand. */
export function createRepositoryCommand({ name, region }: RepositoryPlace): string {
  const where = region === undefined ? '' : ` --region ${region}`;
  return `aws ecr create-repository --repository-name ${name} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true${where}`;
}

/**
 * A fresh login for the registries that the caller may use, good for twelve hours.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
export async function authorizeRegistry(aws: Aws, region?: string): Promise<RegistryCredentials> {
  const { authorizationToken = '' } = await authorization(aws, region);
  const decoded = Buffer.from(authorizationToken, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 1) {
    throw new EcsdeployError({
      code: 'aws.unusable_token',
      message: 'ECR gave no login in the form user:password (ecr:GetAuthorizationToken)',
      suggestions: ['Run the same command again; nothing was pushed.'],
    });
  }
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

async function authorization(
  aws: Aws,
  region: string | undefined,
): Promise<{ authorizationToken?: string | undefined; proxyEndpoint?: string | undefined }> {
  const ecr = () => aws.clients.ecr(region);
  const output = await call(
    aws,
    { operation: 'ecr:GetAuthorizationToken', repeat: 'freely' },
    ecr,
    (client, send) => client.getAuthorizationToken({}, send),
  );
  return output.authorizationData?.[0] ?? {};
}

/** A host with an account and a region in its name was answered by ECR above; any other is compared with ECR's own. */
async function isRegistryOf(aws: Aws, { registry, account, region }: RepositoryPlace): Promise<boolean> {
  if (account !== undefined && region !== undefined) return true;
  const { proxyEndpoint = '' } = await authorization(aws, region);
  return proxyEndpoint.replace(/^https?:\/\//, '') === registry;
}

interface Described {
  readonly repositoryName?: string | undefined;
  readonly repositoryUri?: string | undefined;
  readonly registryId?: string | undefined;
  readonly imageTagMutability?: string | undefined;
}

function repositoryFrom(described: Described, place: RepositoryPlace): Repository {
  const { repositoryName = place.name, repositoryUri = '', registryId = '', imageTagMutability } = described;
  const registry = parseImageReference(repositoryUri)?.registry ?? place.registry ?? '';
  return {
    name: repositoryName,
    uri: formatImageReference({ registry, repository: repositoryName }),
    registry,
    account: registryId,
    region: place.region,
    isImmutable: imageTagMutability === 'IMMUTABLE',
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof AwsRejected && error.awsCode === code;
}

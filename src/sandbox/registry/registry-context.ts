import type { Random } from '../engine/random.ts';
import type { Repository } from '../ecr/repository.ts';
import type { World } from '../world.ts';
import type { Endpoint } from './endpoint.ts';
import type { OpenUploads } from './open-uploads.ts';
import { RegistryError } from './registry-error.ts';
import type { RegistryRequest, RegistryResponse } from './registry-request.ts';

/** What an operation of the registry works on. */
export interface RegistryContext<Kind extends Endpoint['kind']> {
  /** The account and region that the caller's token is for. */
  readonly world: World;
  readonly request: RegistryRequest;
  readonly endpoint: Extract<Endpoint, { readonly kind: Kind }>;
  readonly uploads: OpenUploads;
  /** Apart from the world's own chance, so that a push changes nothing else. */
  readonly random: Random;
}

export type RegistryOperation<Kind extends Endpoint['kind']> = (
  context: RegistryContext<Kind>,
) => RegistryResponse | Promise<RegistryResponse>;

/** @throws RegistryError NAME_UNKNOWN, in ECR's words */
export function requireRepository(world: World, name: string): Repository {
  const repository = world.ecr.repositories.get(name);
  if (repository !== undefined) return repository;
  throw new RegistryError(
    'NAME_UNKNOWN',
    `The repository with name '${name}' does not exist in the registry with id '${world.account}'`,
  );
}

export function isDigest(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

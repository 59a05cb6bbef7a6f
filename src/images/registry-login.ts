import { authorizeRegistry, type RegistryCredentials, type Repository } from '../aws/repositories.ts';
import type { Engine } from './engines/engine.ts';
import type { ImageContext } from './image-context.ts';

type Ask = () => Promise<RegistryCredentials | undefined>;

/** The login of one registry, asked for at first use: reading, pulling base images and pushing share it. */
export class RegistryLogin {
  readonly #ask: Ask;
  #asked: Promise<RegistryCredentials | undefined> | undefined;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  get(): Promise<RegistryCredentials | undefined> {
    this.#asked ??= this.#ask();
    return this.#asked;
  }

  /** The one that was given before has expired. */
  forget(): void {
    this.#asked = undefined;
  }
}

export function ecrLogin({ aws }: ImageContext, { region }: Pick<Repository, 'region'>): RegistryLogin {
  return new RegistryLogin(() => authorizeRegistry(aws, region));
}

/** Lets an engine in, before it builds: base images and caches may lie in the registry that it pushes to. */
export async function loginEngine(engine: Engine, registry: string, login: RegistryLogin): Promise<void> {
  const credentials = await login.get();
  if (credentials !== undefined) await engine.login({ registry, ...credentials });
}

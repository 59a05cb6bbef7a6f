import type { RegistryToken } from '../../ecr/authorization.ts';
import type { DockerCli } from './docker-cli.ts';
import { pullFailure, wrongPlatform } from './pull-failure.ts';
import { withLogin } from './registry-login.ts';

/** An image that a container is to be made of. */
export interface WantedImage {
  /** As its task definition names it, for the texts. */
  readonly name: string;
  /** How the engine is to find it. */
  readonly reference: string;
  /** `linux/amd64`; undefined: whatever it is for. */
  readonly platform: string | undefined;
  /** Where it is in the sandbox's own registry. */
  readonly login?: (() => RegistryToken) | undefined;
}

export type FetchedImage =
  | {
      readonly kind: 'there';
      /** The engine's own name for it, which no registry can move. */
      readonly id: string;
      /** In its registry; that of its configuration where it never was in one. */
      readonly digest: string;
    }
  | { readonly kind: 'failed'; readonly reason: string };

interface KnownImage {
  readonly Id: string;
  readonly Os: string;
  readonly Architecture: string;
  readonly RepoDigests: readonly string[] | null;
}

/** The images that the engine has, and gets. */
export class EngineImages {
  readonly #cli: DockerCli;
  /** What comes at the moment, so that tasks that start together pull once. */
  readonly #coming = new Map<
    string,
    { readonly fetched: Promise<FetchedImage>; readonly signal: AbortSignal }
  >();
  /** Digest → the engine's own name. */
  readonly #ids = new Map<string, string>();
  /** References that came from the sandbox's registry, and are worth nothing without it. */
  readonly #pulled = new Set<string>();

  constructor(cli: DockerCli) {
    this.#cli = cli;
  }

  /** Pulls an image unless the engine has it. Ended by `signal`, when nobody waits for any image any more. */
  fetch(image: WantedImage, signal: AbortSignal): Promise<FetchedImage> {
    const key = `${image.reference} ${image.platform ?? ''}`;
    const known = this.#coming.get(key);
    if (known?.signal.aborted === false) return known.fetched;
    const coming = { fetched: this.#remember(image, signal), signal };
    this.#coming.set(key, coming);
    const forget = (): void => {
      if (this.#coming.get(key) === coming) this.#coming.delete(key);
    };
    coming.fetched.then(forget, forget);
    return coming.fetched;
  }

  /** The engine's own name for an image that it got before. */
  idOf(digest: string): string | undefined {
    return this.#ids.get(digest);
  }

  /** Takes away what was pulled from the sandbox's registry. */
  async forgetPulled(): Promise<void> {
    if (this.#pulled.size > 0) await this.#cli.run(['image', 'rm', ...this.#pulled]);
    this.#pulled.clear();
  }

  async #remember(image: WantedImage, signal: AbortSignal): Promise<FetchedImage> {
    const fetched = await this.#fetch(image, signal);
    if (fetched.kind === 'there') this.#ids.set(fetched.digest, fetched.id);
    return fetched;
  }

  async #fetch(image: WantedImage, signal: AbortSignal): Promise<FetchedImage> {
    const before = await this.#look(image.reference);
    if (before !== undefined && fits(before, image.platform)) return there(before, image);
    const { code, stderr } = await this.#pull(image, signal);
    if (code === 0 && image.login !== undefined) this.#pulled.add(image.reference);
    const after = code === 0 ? await this.#look(image.reference) : undefined;
    if (after !== undefined && fits(after, image.platform)) return there(after, image);
    const isWrong = before !== undefined || after !== undefined;
    const reason = isWrong
      ? wrongPlatform(image.platform ?? '')
      : pullFailure(image.name, image.platform, stderr);
    return { kind: 'failed', reason };
  }

  #pull(
    { reference, platform, login }: WantedImage,
    signal: AbortSignal,
  ): Promise<{ code: number | undefined; stderr: string }> {
    const args = [
      'pull',
      '--quiet',
      ...(platform === undefined ? [] : [`--platform=${platform}`]),
      reference,
    ];
    if (login === undefined) return this.#cli.run(args, { signal });
    const host = reference.slice(0, reference.indexOf('/'));
    return withLogin(host, login(), (folder) => this.#cli.run(['--config', folder, ...args], { signal }));
  }

  async #look(reference: string): Promise<KnownImage | undefined> {
    const { code, stdout } = await this.#cli.run(['image', 'inspect', reference]);
    return code === 0 ? (JSON.parse(stdout) as readonly KnownImage[])[0] : undefined;
  }
}

function fits({ Os, Architecture }: KnownImage, platform: string | undefined): boolean {
  return platform === undefined || Architecture === '' || platform === `${Os}/${Architecture}`;
}

function there({ Id, RepoDigests }: KnownImage, { reference }: WantedImage): FetchedImage {
  const name = repositoryOf(reference);
  const inRegistry = RepoDigests?.find((known) => known.startsWith(`${name}@`));
  return { kind: 'there', id: Id, digest: inRegistry?.slice(name.length + 1) ?? Id };
}

/** A reference without its tag and digest. */
function repositoryOf(reference: string): string {
  return reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

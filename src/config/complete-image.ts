import path from 'node:path';
import type { BuildSecret, ImageSettings } from '../model/image-settings.ts';
import type { Configuration } from './schema.ts';

type Written = NonNullable<Configuration['image']>;

export interface CompletedImage {
  /** Absent where nothing is written. */
  readonly image?: ImageSettings | undefined;
  /** Members that were filled in: `image.context`. */
  readonly defaults: readonly string[];
  readonly problems: readonly { readonly member: string; readonly message: string }[];
}

/**
 * Everything that a build needs, with absolute paths.
 * @param directory of the configuration file
 */
export function completeImage(written: Written | undefined, directory: string): CompletedImage {
  if (written === undefined) return { defaults: [], problems: [] };
  const context = path.resolve(directory, written.context ?? '.');
  const image: ImageSettings = {
    repository: written.repository ?? '',
    context,
    dockerfile: path.resolve(context, written.dockerfile ?? 'Dockerfile'),
    target: written.target,
    platforms: written.platforms ?? [],
    buildArgs: Object.fromEntries(
      Object.entries(written.buildArgs ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    secrets: Object.entries(written.secrets ?? {}).map(([id, from]) => secretFrom(id, from, directory)),
    ssh: (written.ssh ?? []).map((one) => withAbsolutePaths(one, directory)),
    cacheFrom: written.cacheFrom ?? [],
    cacheTo: written.cacheTo ?? [],
  };
  return {
    image,
    defaults: (['context', 'dockerfile'] as const)
      .filter((member) => written[member] === undefined)
      .map((member) => `image.${member}`),
    problems: written.repository === undefined ? [noRepository] : [],
  };
}

const noRepository = {
  member: 'image',
  message: 'has no repository: name one in ECR, such as repository: shop/web, here or at the top',
};

function secretFrom(
  id: string,
  { env, file = '' }: NonNullable<Written['secrets']>[string],
  directory: string,
): BuildSecret {
  return env === undefined
    ? { id, from: { kind: 'file', path: path.resolve(directory, file) } }
    : { id, from: { kind: 'env', variable: env } };
}

/** `deploy=./a,./b`: an id, and sockets or keys. */
function withAbsolutePaths(ssh: string, directory: string): string {
  const [id = '', ...rest] = ssh.split('=');
  if (rest.length === 0) return ssh;
  const files = rest.join('=').split(',');
  return `${id}=${files.map((file) => path.resolve(directory, file)).join(',')}`;
}

import * as z from 'zod';
import { repositoryMistake } from '../model/repository-name.ts';

const filled = (what: string): z.ZodString => z.string().min(1, { error: `must be ${what}` });

const repository = z
  .string({ error: 'must be the name or the URI of a repository, such as shop/web' })
  .superRefine((text, context) => {
    const mistake = repositoryMistake(text);
    if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
  })
  .describe(
    'Where the image goes: the name of an ECR repository (`shop/web`), or a whole URI (`123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web`), whose account and region then count. No tag: that is the commit.',
  );

const platform = z
  .string()
  .regex(
    /^(?:linux|windows)\/(?:amd64(?:\/v[1-4])?|arm64(?:\/v[89])?|arm(?:\/v[5-8])?|386|ppc64le|riscv64|s390x)$/,
    { error: 'must be a platform such as linux/amd64 or linux/arm64' },
  );

const buildArgs = z
  .record(
    z.string().regex(/^[A-Za-z_]\w*$/, { error: 'must have a name of letters, digits and _' }),
    z
      .union([z.string(), z.number(), z.boolean()], { error: 'must be a text' })
      .describe('Value of the argument. Numbers and truth values are taken as they are written.'),
  )
  .describe('Build arguments (`ARG`). Not for secrets: they stay in the history of the image.');

const eitherSource = 'must have either env or file';

const secret = z
  .strictObject(
    {
      env: z
        .string()
        .regex(/^[A-Za-z_]\w*$/, { error: 'must be the name of an environment variable' })
        .describe('Environment variable that holds the secret.'),
      file: filled('the path of a file').describe('File that holds the secret, relative to this file.'),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? `must be a map that has either env or file` : undefined,
    },
  )
  .partial()
  .refine(({ env, file }) => (env === undefined) !== (file === undefined), { error: eitherSource })
  .describe('Where one secret comes from: either `env` or `file`.');

const secrets = z
  .record(
    z.string().regex(/^[\w][\w./-]*$/, { error: 'must have an id of letters, digits, and . _ - /' }),
    secret,
  )
  .describe(
    'Secrets for `RUN --mount=type=secret,id=<name>`. The engine reads them itself; their values are never shown and never arguments. Needs BuildKit.',
  );

const ssh = z
  .array(
    z.string().regex(/^[\w][\w.-]*(?:=[^\s].*)?$/, {
      error: 'must be default, or an id with the path of a key such as deploy=./deploy_key',
    }),
  )
  .describe(
    'SSH agents or keys for `RUN --mount=type=ssh`: `default`, or `<id>=<socket or key>`, relative to this file. Needs BuildKit.',
  );

/** `image`: how the image of a service is built. */
export const imageSchema = z
  .strictObject({
    repository,
    context: filled('the path of a directory').describe(
      'Build context, relative to this file. Default: the directory of this file.',
    ),
    dockerfile: filled('the path of a file').describe(
      'Dockerfile, relative to the build context, as Docker Compose has it. Default: `Dockerfile`.',
    ),
    target: filled('the name of a stage').describe('Stage of the Dockerfile to build. Default: the last.'),
    platforms: z
      .array(platform)
      .min(1, { error: 'must name at least one platform' })
      .refine((all) => new Set(all).size === all.length, { error: 'names a platform twice' })
      .describe('Platforms to build for, such as `linux/arm64`. Default: that of the engine.'),
    buildArgs,
    secrets,
    ssh,
    cacheFrom: z
      .array(filled('a cache, such as type=registry,ref=shop/web:cache'))
      .describe('Caches to read, as `docker build --cache-from` takes them.'),
    cacheTo: z
      .array(filled('a cache, such as type=inline'))
      .describe('Caches to write, as `docker build --cache-to` takes them.'),
  })
  .partial()
  .describe('How the image is built that a release brings in. Where it is used, `repository` is needed.');

import path from 'node:path';
import { relativePath } from '../ecspresso/definition-from-ecspresso.ts';
import { literalInConfig } from '../literal.ts';
import { compact, isMap, mapOf, textOf, type Members } from '../members.ts';

export interface ImagePlace {
  /** Of our file. */
  readonly directory: string;
  /** What paths of the manifest are relative to. */
  readonly root: string;
  /** Of the service. */
  readonly name: string;
  /** Undefined where no workspace names it. */
  readonly application: string | undefined;
}

/**
 * How the image is built, as ours says it: Copilot pushes to `<application>/<service>`. Undefined where it is not built.
 * https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/#image-build
 */
export function copilotImage({ build }: Members, place: ImagePlace): Members | undefined {
  const settings = isMap(build) ? build : { dockerfile: textOf(build) };
  if (build === undefined || build === null) return undefined;
  const dockerfile = textOf(settings['dockerfile']);
  const context = textOf(settings['context']) ?? path.dirname(dockerfile ?? 'Dockerfile');
  const file =
    dockerfile === undefined ? undefined : path.relative(context, dockerfile).split(path.sep).join('/');
  const application = place.application ?? '${env:COPILOT_APPLICATION_NAME}';
  return compact({
    repository: `${application}/${place.name}`,
    context: literalInConfig(relativePath(place.directory, path.resolve(place.root, context))),
    dockerfile: file === undefined || file === 'Dockerfile' ? undefined : literalInConfig(file),
    target: textOf(settings['target']),
    buildArgs: argsOf(settings['args']),
  });
}

/** Copilot's variables are ours too, read from the environment. */
function argsOf(args: unknown): Members {
  return Object.fromEntries(
    Object.entries(mapOf(args)).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(/\$\{(\w+)\}/g, '${env:$1}') : value,
    ]),
  );
}

import { EcsdeployError } from '../../model/error.ts';

/** There is nothing to build by. */
export class NoDockerfile extends EcsdeployError {
  /** @param dockerfile absolute path */
  constructor(dockerfile: string, cause?: unknown) {
    const why = (cause as NodeJS.ErrnoException | undefined)?.code;
    const isThere = why !== undefined && why !== 'ENOENT' && why !== 'ENOTDIR';
    super({
      code: 'build.no_dockerfile',
      message: isThere
        ? `the Dockerfile ${dockerfile} cannot be read: ${why === 'EISDIR' ? 'it is a directory' : why}`
        : `there is no Dockerfile ${dockerfile}`,
      suggestions: [
        'Name it with image.dockerfile in ecsdeploy.yml, relative to the build context.',
        'Or release an image that is there already with --image <image>.',
      ],
      details: { dockerfile },
      cause,
    });
  }
}

import { EcsdeployError } from '../../model/error.ts';

/** There is nothing to build from. */
export class NoContext extends EcsdeployError {
  /** @param context absolute path of what should be a directory */
  constructor(context: string, cause: unknown) {
    super({
      code: 'build.no_context',
      message: `there is no build context ${context}`,
      suggestions: ['Name it with image.context in ecsdeploy.yml, relative to that file, or with --context.'],
      details: { context },
      cause,
    });
  }
}

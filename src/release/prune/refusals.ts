import { EcsdeployError } from '../../model/error.ts';

/** Something that could keep a revision could not be read. The code is that of what stood in the way. */
class NotKnown extends EcsdeployError {
  constructor(what: string, cause: EcsdeployError) {
    super({
      code: cause.code,
      message: `${cause.message}; without ${what} nobody knows what is in use, and nothing was pruned`,
      suggestions: cause.suggestions,
      details: { ...cause.details, unknown: what },
      cause,
    });
  }
}

/** A release that counts, of which AWS does not tell the revision. */
export class RevisionUnknown extends EcsdeployError {
  constructor(service: string, release: string) {
    super({
      code: 'refused.revision_unknown',
      message: `CodeDeploy does not tell which revision the release ${release} of ${service} brought in (its AppSpec is in a bucket), and nothing was pruned`,
      suggestions: ['Release once with ecsdeploy, which gives CodeDeploy the AppSpec itself; or keep fewer.'],
      details: { service, release },
    });
  }
}

/**
 * Reads something without which nothing may be pruned.
 * @param what in words: `the rules of EventBridge`
 * @throws NotKnown in place of what AWS or the credentials refuse; an interruption as it is
 */
export async function needed<Found>(what: string, read: () => Promise<Found>): Promise<Found> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EcsdeployError) || error instanceof NotKnown) throw error;
    throw new NotKnown(what, error);
  }
}

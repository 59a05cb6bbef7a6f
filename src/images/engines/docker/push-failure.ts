import type { EcsdeployError } from '../../../model/error.ts';
import {
  PushFailed,
  PushThrottled,
  PushUnauthorized,
  RepositoryMissing,
  TagTaken,
  type Unauthorized,
} from '../push-errors.ts';

/**
 * Tells the ends of a push apart by the words of the registry, which the clients print behind words of their own.
 * @param sentence what the client said last, of `docker push` or of a build that pushes
 * @param log the last lines of output
 */
export function pushFailure(reference: string, sentence: string, log: readonly string[]): EcsdeployError {
  if (/already exists in the .* and cannot be overwritten|tag invalid/i.test(sentence)) {
    return new TagTaken(reference, sentence);
  }
  if (/name unknown|The repository with name .* does not exist/i.test(sentence)) {
    return new RepositoryMissing(reference, sentence);
  }
  if (/toomanyrequests|Rate exceeded/i.test(sentence)) return new PushThrottled(reference, sentence);
  const why = unauthorized(sentence);
  if (why !== undefined) return new PushUnauthorized(reference, why, sentence);
  return new PushFailed(reference, sentence, advice(reference, sentence, log), log);
}

function unauthorized(sentence: string): Unauthorized | undefined {
  if (/token has expired/i.test(sentence)) return 'expired';
  if (/is not authorized to perform/i.test(sentence)) return 'forbidden';
  if (/no basic auth credentials|unauthorized|\b401\b|authentication required/i.test(sentence)) {
    return 'not-logged-in';
  }
  if (/denied|forbidden|\b403\b|authorization failed/i.test(sentence)) return 'forbidden';
  return undefined;
}

function advice(reference: string, sentence: string, log: readonly string[]): string[] {
  if (/does not exist locally/i.test(sentence))
    return [`Build it first: there is no image ${reference} in this engine.`];
  if (/no such host|connection refused|i\/o timeout|network is unreachable/i.test(sentence)) {
    return ['Check the name of the registry, and whether the container engine can reach it.'];
  }
  // A registry that breaks off in the middle: ECR does so for who may upload layers and not put images.
  const isBrokenOff = /\bEOF\b/.test(sentence) || log.some((line) => /retrying in \d+ ?s/i.test(line));
  return isBrokenOff
    ? [
        'The registry broke off again and again: check that the role has ecr:PutImage, that the repository exists, and that no proxy stands between.',
      ]
    : ['Run the same command again: layers that are there are not pushed twice.'];
}

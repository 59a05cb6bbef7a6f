import { createHash } from 'node:crypto';
import type { AppSpecContent, RevisionLocation } from '@aws-sdk/client-codedeploy';
import { frozenCopy } from '../../ecs/freeze.ts';
import type { World } from '../../world.ts';
import type { RevisionRecord } from '../records/revision.ts';
import { invalidRevision, refused } from '../refusals.ts';
import { appSpecInS3 } from './app-spec-in-s3.ts';
import { parseAppSpec } from './parse-app-spec.ts';

/** Reads what a deployment is to bring in. @throws RevisionRequiredException, RevisionDoesNotExistException, InvalidRevisionException */
export function readRevision(world: World, location: RevisionLocation | undefined): RevisionRecord {
  if (location === undefined)
    throw refused('RevisionRequiredException', 'RevisionLocation must be specified');
  return { location: frozenCopy(location), appSpec: parseAppSpec(contentOf(world, location)) };
}

function contentOf(world: World, location: RevisionLocation): string {
  switch (location.revisionType) {
    case 'AppSpecContent':
      return checked(location.appSpecContent);
    // Deprecated at AWS, and still taken there.
    case 'String':
      return checked((location as { readonly string?: AppSpecContent }).string);
    case 'S3':
      return appSpecInS3(world, location.s3Location);
    case 'GitHub':
    case undefined:
      throw invalidRevision(
        'For the compute platform ECS a revision is of the type AppSpecContent, S3 or String.',
      );
    default:
      location.revisionType satisfies never;
      throw invalidRevision(`The revision type ${String(location.revisionType)} is not valid.`);
  }
}

/** The content, if it is what its SHA-256 says; the texts are the sandbox's own. */
function checked({ content, sha256 }: AppSpecContent = {}): string {
  if (content === undefined || content === '')
    throw invalidRevision('The content of the AppSpec is missing.');
  if (sha256 !== undefined) {
    const actual = createHash('sha256').update(content).digest('hex');
    if (sha256.toLowerCase() !== actual) {
      throw invalidRevision(`The SHA-256 of the AppSpec content is ${actual}, not ${sha256}.`);
    }
  }
  return content;
}

import type { S3Location } from '@aws-sdk/client-codedeploy';
import { textOf } from '../../wire.ts';
import type { World } from '../../world.ts';
import { invalidRevision, refused } from '../refusals.ts';

/** The AppSpec that lies in a bucket. @throws RevisionDoesNotExistException, InvalidRevisionException */
export function appSpecInS3(world: World, location: S3Location = {}): string {
  const { bucket = '', key = '', bundleType, version, eTag } = location;
  if (!['yaml', 'json'].includes((bundleType ?? '').toLowerCase())) {
    throw invalidRevision('BundleType must be either YAML or JSON');
  }
  const object = world.s3.object(bucket, key);
  // The beginning is the description of the error in the API reference.
  const missing = 'The named revision does not exist with the user or AWS account.';
  if (object === undefined) {
    throw refused('RevisionDoesNotExistException', `${missing} There is no s3://${bucket}/${key}.`);
  }
  if (version !== undefined) {
    throw refused(
      'RevisionDoesNotExistException',
      `${missing} Buckets of the ecsdeploy sandbox have no versions.`,
    );
  }
  if (eTag !== undefined && eTag.replaceAll('"', '') !== object.eTag) {
    throw refused(
      'RevisionDoesNotExistException',
      `${missing} The ETag of s3://${bucket}/${key} is ${object.eTag}.`,
    );
  }
  return textOf(object.body);
}

import { derivedUuid } from '../engine/derived-ids.ts';
import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { invalidParameter } from './refusals.ts';
import type { SecretRecord, SecretVersion } from './state.ts';

interface NewValue {
  readonly ClientRequestToken?: string | undefined;
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** Whether a request has a value at all; both kinds at once are refused. */
export function hasValue({ SecretString: text, SecretBinary: bytes }: NewValue): boolean {
  if (text !== undefined && bytes !== undefined) {
    throw invalidParameter(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  return text !== undefined || bytes !== undefined;
}

/**
 * Adds a version under the id that the client has chosen, and moves the labels to it: what was AWSCURRENT becomes AWSPREVIOUS.
 * The same request again changes nothing; the same id with another value is refused.
 */
export function putVersion(
  world: World,
  secret: SecretRecord,
  value: NewValue,
  stages: readonly string[],
): SecretVersion {
  const id = value.ClientRequestToken ?? derivedUuid(secret.arn, secret.versions.size);
  const known = secret.versions.get(id);
  if (known !== undefined) {
    if (known.text === value.SecretString && isSame(known.bytes, value.SecretBinary)) return known;
    throw new ServiceError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  }
  const version: SecretVersion = {
    id,
    text: value.SecretString,
    bytes: value.SecretBinary,
    stages: new Set(),
    createdAt: world.timeline.now(),
  };
  secret.versions.set(id, version);
  // The first version is the current one, whatever it is labelled.
  const labels = new Set(secret.versions.size === 1 ? [...stages, 'AWSCURRENT'] : stages);
  for (const stage of labels) move(secret, stage, version);
  secret.changedAt = world.timeline.now();
  return version;
}

function move(secret: SecretRecord, stage: string, to: SecretVersion): void {
  const from = [...secret.versions.values()].find(({ stages }) => stages.has(stage));
  from?.stages.delete(stage);
  to.stages.add(stage);
  if (stage === 'AWSCURRENT' && from !== undefined) move(secret, 'AWSPREVIOUS', from);
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return Buffer.from(a).equals(b);
}

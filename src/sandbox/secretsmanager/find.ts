import type { World } from '../world.ts';
import { markedForDeletion, notFound, valueNotFound } from './refusals.ts';
import type { SecretRecord, SecretVersion } from './state.ts';

const arnForm = /^arn:[\w-]+:secretsmanager:([\w-]*):(\d*):secret:(.+)$/;

/**
 * A secret by name, by ARN, or by an ARN without the six characters at its end; also one that is marked for deletion.
 * Throws `ResourceNotFoundException`.
 */
export function findSecret(world: World, id: string): SecretRecord {
  const [, region, account, named] = arnForm.exec(id) ?? [];
  const found =
    named === undefined
      ? secretNamed(world, id)
      : region === world.region && account === world.account
        ? secretOfArn(world, id, named)
        : undefined;
  if (found === undefined) throw notFound();
  return found;
}

/** A secret that can be used: not marked for deletion. */
export function findLiveSecret(world: World, id: string): SecretRecord {
  const secret = findSecret(world, id);
  if (secret.deletion !== undefined) throw markedForDeletion();
  return secret;
}

/** All secrets that are there: those whose recovery window is over are gone. */
export function secretsOf(world: World): SecretRecord[] {
  return [...world.secretsManager.secrets.keys()].flatMap((name) => secretNamed(world, name) ?? []);
}

/** A version by its id, or by a label. Without either the current one. */
export function findVersion(
  secret: SecretRecord,
  {
    VersionId: id,
    VersionStage: stage,
  }: { VersionId?: string | undefined; VersionStage?: string | undefined },
): SecretVersion {
  if (id !== undefined) {
    const version = secret.versions.get(id);
    if (version === undefined) throw valueNotFound(`VersionId: ${id}`);
    if (stage === undefined || version.stages.has(stage)) return version;
  }
  const label = stage ?? 'AWSCURRENT';
  const version = [...secret.versions.values()].find(({ stages }) => stages.has(label));
  if (version === undefined || id !== undefined) throw valueNotFound(`staging label: ${label}`);
  return version;
}

function secretNamed(world: World, name: string): SecretRecord | undefined {
  const { secrets } = world.secretsManager;
  const secret = secrets.get(name);
  if (secret?.deletion === undefined || world.timeline.now() < secret.deletion.goesAt) return secret;
  secrets.delete(name);
  return undefined;
}

function secretOfArn(world: World, arn: string, named: string): SecretRecord | undefined {
  const whole = secretNamed(world, named.replace(/-[A-Za-z0-9]{6}$/, ''));
  return whole?.arn === arn ? whole : secretNamed(world, named);
}

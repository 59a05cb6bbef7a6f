import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import type { SecretRecord } from './state.ts';

/** What `DescribeSecret` and `ListSecrets` have in common: everything but the value. */
export function secretView(secret: SecretRecord): Omit<SecretListEntry, 'SecretVersionsToStages'> {
  return {
    ARN: secret.arn,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: new Date(secret.changedAt),
    LastAccessedDate: dayOf(secret.lastAccessedAt),
    // "The date the secret is scheduled for deletion": API_DescribeSecret.
    DeletedDate: secret.deletion && new Date(secret.deletion.goesAt),
    Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })),
    CreatedDate: new Date(secret.createdAt),
  };
}

/** Version ids with their labels. Versions without any label are deprecated, and not told. */
export function versionStages(secret: SecretRecord): Record<string, string[]> | undefined {
  const labelled = [...secret.versions.values()].filter(({ stages }) => stages.size > 0);
  if (labelled.length === 0) return undefined;
  return Object.fromEntries(labelled.map(({ id, stages }) => [id, [...stages]]));
}

/** "The date component is truncated": API_DescribeSecret knows only the day of the last access. */
function dayOf(milliseconds: number | undefined): Date | undefined {
  if (milliseconds === undefined) return undefined;
  const date = new Date(milliseconds);
  date.setUTCHours(0, 0, 0, 0);
  return date;
}

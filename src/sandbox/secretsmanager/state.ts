/** A version of a secret: text or bytes, and the labels that say which one it is (`AWSCURRENT`, `AWSPREVIOUS`). */
export interface SecretVersion {
  readonly id: string;
  readonly text: string | undefined;
  readonly bytes: Uint8Array | undefined;
  readonly stages: Set<string>;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
}

export interface SecretRecord {
  readonly name: string;
  /** Ends with `-` and six characters that nobody chooses. */
  readonly arn: string;
  readonly createdAt: number;
  description: string | undefined;
  kmsKeyId: string | undefined;
  readonly tags: Map<string, string>;
  changedAt: number;
  lastAccessedAt: number | undefined;
  /** When it was marked for deletion, and when it goes for good. */
  deletion: { readonly markedAt: number; readonly goesAt: number } | undefined;
  /** By version id, oldest first. */
  readonly versions: Map<string, SecretVersion>;
}

/** Secrets Manager of one account and region. Values are kept as they are: nothing is encrypted here. */
export class SecretsManagerState {
  /** By name. */
  readonly secrets = new Map<string, SecretRecord>();
  /** Whether anybody has ever made a secret here. */
  isUsed = false;
  /** How many were ever made: two of one name have different ARNs, though the first is gone. */
  made = 0;
}

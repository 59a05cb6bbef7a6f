import type { ParameterType } from '@aws-sdk/client-ssm';
import type { KeptTier } from './parameter-tier.ts';

/** One version of a parameter; earlier ones can still be asked for by their number. */
export interface ParameterVersion {
  readonly number: number;
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ParameterRecord {
  /** As it was put: with a leading `/` where it has a path. */
  readonly name: string;
  readonly arn: string;
  type: ParameterType;
  description: string | undefined;
  keyId: string | undefined;
  dataType: string;
  tier: KeptTier;
  /** Who put the last version. */
  lastModifiedBy: string;
  readonly tags: Map<string, string>;
  /** Oldest first; never empty, at most 100. */
  readonly versions: ParameterVersion[];
}

/** Parameter Store of one account and region. Values are kept as they are: nothing is encrypted here. */
export class SsmState {
  readonly parameters = new Map<string, ParameterRecord>();
  /** Whether anybody has ever put a parameter here. */
  isUsed = false;
}

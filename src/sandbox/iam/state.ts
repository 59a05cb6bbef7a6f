export interface RoleRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  description: string | undefined;
  maxSessionDuration: number;
  /** JSON, as it was put. */
  trustPolicy: string;
  readonly tags: Map<string, string>;
  /** Inline policies: name → JSON as it was put. */
  readonly inlinePolicies: Map<string, string>;
  /** ARNs of managed policies, in the order in which they were attached. */
  readonly attachedPolicies: Set<string>;
}

/** Roles of the account. They are of all regions. */
export class IamState {
  readonly roles = new Map<string, RoleRecord>();
  /** How many were ever made: two of one name have different ids, though the first is gone. */
  made = 0;

  clear(): void {
    this.roles.clear();
    this.made = 0;
  }
}

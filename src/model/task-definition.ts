/** JSON as it is read and sent; unknown members pass to AWS untouched. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The input of RegisterTaskDefinition in AWS's spelling. Only what we look at is named; everything else survives. */
export interface TaskDefinition {
  readonly family: string;
  readonly containerDefinitions: readonly ContainerDefinition[];
  readonly [member: string]: unknown;
}

export interface ContainerDefinition {
  readonly name: string;
  readonly image?: string;
  readonly [member: string]: unknown;
}

/** AWS's Tag. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A revision that AWS holds. */
export interface RegisteredTaskDefinition {
  readonly arn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  /** As described, without the read-only members, tags beside it. */
  readonly definition: TaskDefinition;
  readonly tags: readonly Tag[];
  /** ARN of the principal that registered it. */
  readonly registeredBy?: string | undefined;
}

import type { Deployment } from '../model/deployment.ts';
import type { GateMoment } from '../model/gate.ts';
import type { KnownSecrets } from '../model/mask-text.ts';
import type { ServiceRef } from '../model/service-ref.ts';

/** What a gate measures: one new revision of one service, in one moment of its release. */
export interface GateSubject {
  readonly service: ServiceRef;
  readonly region: string;
  readonly account: string;
  readonly moment: GateMoment;
  /** When the moment began, in milliseconds since the epoch. */
  readonly since: number;
  /** When the release began: what was before that is what a comparison compares with. */
  readonly releasedAt: number;
  /** ARN of the new revision's task definition; registered, also `before`. */
  readonly taskDefinition: string;
  /** ARN of the one that it replaces; absent where there was none. */
  readonly previous?: string | undefined;
  /** Of the task definition that is released: what a program or AWS repeats of them is masked. */
  readonly secrets?: KnownSecrets | undefined;
  /** Absent `before`. */
  readonly deployment?: Deployment | undefined;
  readonly commit?: string | undefined;
  /** Expected digest by container. */
  readonly digests: Readonly<Record<string, string>>;
  /** Absent: AWS has not told yet which of them are the new revision's. */
  readonly targetGroups?: SubjectTargetGroups | undefined;
}

/** Why something could not be measured that needs to know them. */
export const groupsUnknown = 'AWS has not told yet which target groups are those of the new revision';

/** The service's target groups, as ARNs. */
export interface SubjectTargetGroups {
  /** Both revisions have target groups of their own, so that their numbers can be told apart. */
  readonly isSplit: boolean;
  /** Where targets of the new revision are; those of the old one are there too where nothing is split. */
  readonly ofNew: readonly string[];
  /** Where the old one's are; empty where nothing is split. */
  readonly ofOld: readonly string[];
}

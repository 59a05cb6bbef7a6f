import type { DeploymentStatus } from './deployment.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { ServiceRef } from './service-ref.ts';

/** What `ecsdeploy diagnose` found: how a service stands, what became of its newest deployment, and why. */
export interface DiagnosisReport {
  readonly service: ServiceRef;
  /** When it was looked at, in milliseconds since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly region: string;
  /** ACTIVE | DRAINING */
  readonly status: string;
  /** ECS | CODE_DEPLOY | EXTERNAL, and the strategy of an ECS one. */
  readonly controller: string;
  readonly strategy: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** ARN of the revision that the service has now. */
  readonly taskDefinition: string;
  /** The deployment that is in progress, or the newest one; absent where AWS remembers none. */
  readonly deployment?: DiagnosedDeployment | undefined;
  /** What `diagnosis.evidence.changes` compares with: the last release that succeeded with another revision. */
  readonly lastGood?: { readonly taskDefinition: string; readonly at?: number | undefined } | undefined;
  readonly diagnosis: Diagnosis;
}

export interface DiagnosedDeployment {
  /** ARN of the service deployment, or CodeDeploy's id. */
  readonly id: string;
  /** ARN of the revision that it brings, or was to bring in. */
  readonly taskDefinition: string;
  readonly status: DeploymentStatus;
  readonly statusReason?: string | undefined;
  readonly createdAt: number;
  readonly finishedAt?: number | undefined;
  readonly standing: DeploymentStanding;
}

/** What a diagnosis comes to. Where nothing was found and not all could be read, nobody can tell. */
export type Conclusion = 'found' | 'nothing-wrong' | 'could-not-tell';

// What these would add explains a finding; without one, nobody misses it.
const onlyExplains = new Set([
  'task definition',
  'earlier deployments',
  'task definition of the last good release',
]);

export function conclusionOf({ findings, evidence }: Diagnosis): Conclusion {
  if (findings.length > 0) return 'found';
  return evidence.missing.every(({ what }) => onlyExplains.has(what)) ? 'nothing-wrong' : 'could-not-tell';
}

/** Whether it goes on, or how it ended. */
export type DeploymentStanding = 'in-progress' | 'going-back' | 'succeeded' | 'failed';

export function standingOf(status: DeploymentStatus): DeploymentStanding {
  switch (status) {
    case 'pending':
    case 'in-progress':
    case 'unknown':
      return 'in-progress';
    case 'stopping':
    case 'rollback-requested':
    case 'rolling-back':
      return 'going-back';
    case 'successful':
      return 'succeeded';
    case 'stopped':
    case 'rolled-back':
    case 'rollback-failed':
    case 'failed':
    case 'gone':
      return 'failed';
    default:
      return status satisfies never;
  }
}

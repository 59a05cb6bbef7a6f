import {
  listCodeDeployDeployments,
  type CodeDeployDeploymentState,
} from '../../aws/codedeploy-deployments.ts';
import { readAppSpec } from '../../controllers/codedeploy/app-spec-revision.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { ReleaseContext } from '../release-context.ts';

/** A release of a group, with what took it back, if anything did. */
export interface PastRelease {
  /** `d-A1B2C3D4E` */
  readonly id: string;
  readonly createdAt: number;
  /** `back`: it failed or was stopped, and was taken back; `halted`: nothing took it back. */
  readonly end: 'succeeded' | 'back' | 'halted' | 'none';
  /** ARN of the revision that it brought in, where its AppSpec can be read. */
  readonly taskDefinition?: string | undefined;
  /** `family:revision` that served before, as ecsdeploy notes it. */
  readonly insteadOf?: string | undefined;
  /** The AppSpec as it was sent. */
  readonly content?: string | undefined;
}

// CodeDeploy keeps them for good; a hundred reach back far enough for a night.
const historyLength = 100;

/** The releases of a group, newest first. */
export async function readHistory(
  { aws }: Pick<ReleaseContext, 'aws'>,
  group: CodeDeployGroup,
): Promise<PastRelease[]> {
  return toHistory(await listCodeDeployDeployments(aws, group, { most: historyLength }));
}

/** The deployments that only take others back are no releases of their own. Pure. */
function toHistory(deployments: readonly CodeDeployDeploymentState[]): PastRelease[] {
  const byId = new Map(deployments.map((one) => [one.id, one]));
  return deployments
    .filter(
      ({ rollback, creator }) => rollback?.triggeredBy === undefined && creator !== 'codeDeployRollback',
    )
    .map((one): PastRelease => {
      const content = one.revision.kind === 'content' ? one.revision.content : undefined;
      return {
        id: one.id,
        createdAt: one.createdAt,
        end: endOf(one, byId.get(one.rollback?.deploymentId ?? '')),
        taskDefinition: content === undefined ? undefined : readAppSpec(content).taskDefinition,
        insteadOf: /\binstead of ([\w-]+:\d+)/.exec(one.description ?? '')?.[1],
        content,
      };
    });
}

function endOf(
  { status }: CodeDeployDeploymentState,
  rollback: CodeDeployDeploymentState | undefined,
): PastRelease['end'] {
  if (status === 'Succeeded') return 'succeeded';
  if (status !== 'Failed' && status !== 'Stopped') return 'none';
  return rollback?.status === 'Succeeded' ? 'back' : 'halted';
}

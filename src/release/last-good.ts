import { describeServiceRevisions, listServiceDeployments } from '../aws/service-deployments.ts';
import type { ServiceState } from '../aws/service-state.ts';
import type { CodeDeployGroup } from '../model/codedeploy.ts';
import { revisionName } from '../model/service-ref.ts';
import { readHistory } from './codedeploy/history.ts';
import type { ReleaseContext } from './release-context.ts';

export interface LastGood {
  /** ARN, or `family:revision`. */
  readonly taskDefinition: string;
  /** When its deployment was begun, milliseconds since the epoch. */
  readonly at?: number | undefined;
}

// Newest first: what was good before a hundred releases says nothing about this one.
const historyLength = 100;

/**
 * The last release of a service that succeeded with another revision than this one. What AWS has forgotten cannot be found: then it is
 * what serves, where that is another one.
 * @param group where CodeDeploy releases to the service
 * @throws what reading the history throws
 */
export async function findLastGood(
  context: Pick<ReleaseContext, 'aws'>,
  service: Pick<ServiceState, 'ref' | 'taskDefinition'>,
  taskDefinition: string,
  group: CodeDeployGroup | undefined,
): Promise<LastGood | undefined> {
  const good =
    group === undefined
      ? await succeededOfEcs(context, service)
      : await succeededOfCodeDeploy(context, group, taskDefinition);
  const found = good.find((one) => revisionName(one.taskDefinition) !== revisionName(taskDefinition));
  if (found !== undefined) return found;
  const isOther = revisionName(service.taskDefinition) !== revisionName(taskDefinition);
  return isOther ? { taskDefinition: service.taskDefinition } : undefined;
}

async function succeededOfEcs(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { ref }: Pick<ServiceState, 'ref'>,
): Promise<LastGood[]> {
  const history = await listServiceDeployments(aws, ref, historyLength);
  const succeeded = history.filter(({ status }) => status === 'successful');
  const revisions = await describeServiceRevisions(
    aws,
    succeeded.map(({ targetRevisionArn }) => targetRevisionArn),
  );
  return succeeded.flatMap(({ targetRevisionArn, createdAt }): LastGood[] => {
    const revision = revisions.find(({ arn }) => arn === targetRevisionArn);
    return revision === undefined ? [] : [{ taskDefinition: revision.taskDefinition, at: createdAt }];
  });
}

async function succeededOfCodeDeploy(
  context: Pick<ReleaseContext, 'aws'>,
  group: CodeDeployGroup,
  taskDefinition: string,
): Promise<LastGood[]> {
  const history = await readHistory(context, group);
  const succeeded = history.filter(({ end }) => end === 'succeeded');
  const ours = history.find((one) => one.taskDefinition === taskDefinition);
  return [
    ...succeeded.flatMap((one): LastGood[] =>
      one.taskDefinition === undefined ? [] : [{ taskDefinition: one.taskDefinition, at: one.createdAt }],
    ),
    // The first release of all only notes what it replaces.
    ...(ours?.insteadOf === undefined ? [] : [{ taskDefinition: ours.insteadOf }]),
  ];
}

import type { Readiness } from '../../model/readiness.ts';
import { revisionName } from '../../model/service-ref.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import { readLeanHistory } from '../go-back/lean-history.ts';
import { waysBack } from '../go-back/ways-back.ts';
import type { Ready } from '../prepare-deploy.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { DeployRequest } from '../requests.ts';
import { lookAtRelease } from './look-at-release.ts';
import { tellReadiness } from './tell-readiness.ts';
import { withoutDelay } from './without-delay.ts';

type Deploy = Pick<Ready, 'preparation' | 'plan' | 'controller'>;
type Asked = Pick<DeployRequest, 'codeDeploy'>;

/**
 * Looks, before a deploy, at the release that would be gone back to after it, which is what serves now: that its images are there and
 * stay. What else its tasks need, they have found. Never throws but for an interruption.
 */
export async function readinessAhead(
  context: ReleaseContext,
  asked: Asked,
  deploy: Deploy,
): Promise<Readiness> {
  const { currentRevision } = deploy.preparation;
  const readiness = await withoutDelay(context, async (reading) => {
    const target = await targetOf(reading, asked, deploy, deploy.plan.target.taskDefinition);
    if (target === undefined) return { kind: 'nothing-before' };
    const isCurrent = target === currentRevision.arn;
    return await lookAtRelease(reading, {
      ...orderOf(deploy),
      taskDefinition: target,
      revision: isCurrent ? currentRevision : undefined,
      running: currentRevision.definition,
    });
  });
  context.interrupt.throwIfAborted();
  return readiness;
}

/**
 * Looks, after a deploy that ended well, at the release that it could be taken back to: its images, and what its tasks need besides what
 * those that run now have found. Tells what is worth telling; never throws.
 * @param taskDefinition ARN of what serves now
 */
export async function readinessAfter(
  context: ReleaseContext,
  asked: Asked,
  deploy: Deploy,
  taskDefinition: string,
): Promise<Readiness> {
  const readiness = await withoutDelay(context, async (reading) => {
    const target = await targetOf(reading, asked, deploy, taskDefinition);
    if (target === undefined) return { kind: 'nothing-before' };
    const { currentRevision, wanted } = deploy.preparation;
    return await lookAtRelease(reading, {
      ...orderOf(deploy),
      taskDefinition: target,
      revision: target === currentRevision.arn ? currentRevision : undefined,
      running: wanted.definition,
      elsewhere: elsewhereIn(deploy.plan.readiness),
    });
  });
  tellReadiness(context, readiness, 'after');
  return readiness;
}

/** Images that ECR was asked for before the deploy, and does not have. */
function elsewhereIn(readiness: Readiness | undefined): readonly string[] {
  if (readiness === undefined || readiness.kind === 'nothing-before') return [];
  return readiness.results.flatMap((result) =>
    result.kind === 'skipped' && result.because.kind === 'other-registry' ? [result.subject] : [],
  );
}

function orderOf({ preparation: { service }, controller: { kind } }: Deploy) {
  // To read the value of a secret is for who asks for all of it.
  return { service, controller: { kind }, readsSecretValues: false } as const;
}

/**
 * What serves when the deploy is planned, where that has succeeded and is another revision: then no history has to be read. Undefined:
 * there is nothing to go back to.
 */
async function targetOf(
  context: ReleaseContext,
  { codeDeploy = {} }: Asked,
  { preparation: { service }, plan, controller }: Deploy,
  after: string | undefined,
): Promise<string | undefined> {
  const { taskDefinition: before, rolloutState = 'COMPLETED' } = plan.current;
  const isOther = after === undefined || revisionName(after) !== revisionName(before);
  if (isOther && rolloutState === 'COMPLETED') return before;
  const group =
    controller.kind === 'codedeploy' ? (await findGroupOf(context, service, codeDeploy)).state : undefined;
  const releases = await readLeanHistory(context, service.ref, group);
  return waysBack({ releases, serving: after ?? '' })[0]?.taskDefinition;
}

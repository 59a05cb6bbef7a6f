import { findTaskDefinition } from '../aws/task-definitions.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import { stagesOfGates } from '../model/lifecycle-hooks.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { carryThrough } from './carry-through.ts';
import { checkAccount } from './check-account.ts';
import { findServiceOrGone, goneResult } from './gone-service.ts';
import { knownImages } from './known-images.ts';
import { requireNamedDeployment } from './named-deployment.ts';
import { orInterrupted } from './or-interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import { refuseUntil } from './refuse-until.ts';
import type { WatchRequest } from './requests.ts';
import { resultOf } from './result.ts';
import { targetGroupsOf } from './target-groups.ts';
import { whatItBringsIn } from './what-it-brings-in.ts';
import { whileReading } from './while-reading.ts';

/** Observes the deployment in progress, or the one named, to its end; never acts. */
export async function watch(context: ReleaseContext, request: WatchRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'watch' });
  return await orInterrupted(context, 'watch', request.service, (startedAt) =>
    run(context, request, startedAt),
  );
}

async function run(
  context: ReleaseContext,
  request: WatchRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const found = await whileReading(context, async (reading) => {
    await checkAccount(reading, request.account);
    const service = await findServiceOrGone(reading, request.service);
    if (service === 'gone') return service;
    const controller = chooseController(reading.aws, service, request.codeDeploy);
    const deployment =
      request.deployment === undefined
        ? await controller.find(service.ref)
        : await requireNamedDeployment(controller, service.ref, request.deployment);
    return { service, controller, deployment };
  });
  if (found === 'gone') return goneResult(context, 'watch', request.service, startedAt);
  const { service, controller, deployment } = found;
  if (deployment === undefined) {
    const outcome = { kind: 'nothing-to-do', because: { kind: 'nothing-in-progress' } } as const;
    return resultOf(context, { action: 'watch', service: service.ref, startedAt, outcome });
  }
  if (deployment.endedAt === undefined && controller.kind === 'ecs')
    refuseUntil(service.ref, request.until, service.strategy);
  const revision =
    deployment.taskDefinition === ''
      ? undefined
      : await findTaskDefinition(context.aws, deployment.taskDefinition);
  context.report({ type: 'deployment.started', deployment, how: 'found', ...whatItBringsIn(revision) });
  return await carryThrough(context, {
    action: 'watch',
    service: service.ref,
    startedAt,
    controller,
    deployment,
    expected: revision === undefined ? [] : knownImages(revision),
    wanted: 'new-revision',
    definition: revision?.definition,
    targetGroupArns: targetGroupsOf(service),
    policy: {
      role: 'observer',
      timeout: request.timeoutMilliseconds,
      rollback: 'off',
      rollbackOnTimeout: false,
      awsRollsBack: false,
      onInterrupt: 'detach',
      until: request.until,
      waitForApproval: request.waitForApproval,
      // Whoever drives it answers those; they wait for no person.
      heldForGates: stagesOfGates(service.settings.hooks),
    },
  });
}

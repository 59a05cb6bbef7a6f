import { requireService } from '../aws/services.ts';
import { findTaskDefinition } from '../aws/task-definitions.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName, type ServiceRef } from '../model/service-ref.ts';
import { carryThrough } from './carry-through.ts';
import { checkAccount } from './check-account.ts';
import type { ReleaseContext } from './release-context.ts';
import type { WatchRequest } from './requests.ts';
import { resultOf } from './result.ts';

/** AWS knows no such deployment of the service. */
class DeploymentNotFound extends EcsdeployError {
  constructor(service: ServiceRef, deployment: string) {
    super({
      code: 'deployment.not_found',
      message: `Service "${serviceName(service)}" has no deployment "${deployment}"`,
      suggestions: [
        'Leave --deployment away to watch the one in progress; AWS forgets deployments after 90 days.',
      ],
      details: { deployment },
    });
  }
}

/** Observes the deployment in progress, or the one named, to its end; never acts. */
export async function watch(context: ReleaseContext, request: WatchRequest): Promise<ReleaseResult> {
  const startedAt = context.clock.now();
  context.report({ type: 'release.started', action: 'watch' });
  await checkAccount(context, request.account);
  const service = await requireService(context.aws, request.service);
  const controller = chooseController(context.aws, service);
  const deployment =
    request.deployment === undefined
      ? await controller.find(service.ref)
      : await controller.locate(service.ref, request.deployment);
  if (deployment === undefined) {
    if (request.deployment !== undefined) throw new DeploymentNotFound(service.ref, request.deployment);
    const outcome = { kind: 'nothing-to-do', because: { kind: 'nothing-in-progress' } } as const;
    return resultOf(context, { action: 'watch', service: service.ref, startedAt, outcome });
  }
  context.report({ type: 'deployment.started', deployment, how: 'found' });
  const revision =
    deployment.taskDefinition === ''
      ? undefined
      : await findTaskDefinition(context.aws, deployment.taskDefinition);
  return await carryThrough(context, {
    action: 'watch',
    service: service.ref,
    startedAt,
    controller,
    deployment,
    expected: [],
    wanted: 'new-revision',
    definition: revision?.definition,
    targetGroupArns: service.loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
    policy: {
      role: 'observer',
      timeout: request.timeoutMilliseconds,
      rollback: false,
      rollbackOnTimeout: false,
      awsRollsBack: false,
      onInterrupt: 'detach',
    },
  });
}

import { findTaskDefinition } from '../aws/task-definitions.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { checkAccount } from './check-account.ts';
import { findServiceOrGone, goneResult } from './gone-service.ts';
import { DeploymentNotFound, requireNamedDeployment } from './named-deployment.ts';
import { orInterrupted } from './or-interrupted.ts';
import { planTakeOver, type Found } from './plan-take-over.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ResumeRequest } from './requests.ts';
import { resultOf } from './result.ts';
import { sayingWhatWasDone } from './saying-what-was-done.ts';
import { takeOver } from './take-over.ts';
import { whatItBringsIn } from './what-it-brings-in.ts';
import { whileReading } from './while-reading.ts';

/**
 * Takes over a deployment that another process has started, or this one before it was killed, and drives it to its end with the
 * rules of this run. Of one that has ended, it says how, after a look at what runs: so whoever asks gets the answer that the
 * first run would have given.
 * @throws EcsdeployError for everything that is refused or fails before it follows
 */
export async function resume(context: ReleaseContext, request: ResumeRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'resume' });
  return await sayingWhatWasDone(context, (told) =>
    orInterrupted(told, 'resume', request.service, (startedAt) =>
      request.dryRun
        ? whileReading(told, (reading) => run(reading, request, startedAt))
        : run(told, request, startedAt),
    ),
  );
}

async function run(context: ReleaseContext, asked: ResumeRequest, startedAt: number): Promise<ReleaseResult> {
  const found = await whileReading(context, (reading) => findDeployment(reading, asked));
  if (found === 'gone') return goneResult(context, 'resume', asked.service, startedAt);
  const planned = await whileReading(context, (reading) => planTakeOver(reading, found, asked));
  const { service, deployment, revision } = found;
  const { plan } = planned;
  const base = { action: 'resume', service: service.ref, startedAt } as const;
  if (asked.dryRun) {
    context.report({ type: 'plan.made', plan });
    return resultOf(context, { ...base, plan, outcome: { kind: 'planned' } });
  }
  context.interrupt.throwIfAborted();
  if (deployment.endedAt === undefined) context.report({ type: 'plan.made', plan });
  const replaces = plan.current.taskDefinition || undefined;
  const brought = { ...whatItBringsIn(revision), replaces };
  context.report({ type: 'deployment.started', deployment, how: 'found', ...brought });
  return await takeOver(context, found, planned, base);
}

/** The deployment that is named, or in progress, or the newest. */
async function findDeployment(context: ReleaseContext, request: ResumeRequest): Promise<Found | 'gone'> {
  await checkAccount(context, request.account);
  const service = await findServiceOrGone(context, request.service);
  if (service === 'gone') return 'gone';
  const controller = chooseController(context.aws, service, request.codeDeploy);
  const deployment =
    request.deployment === undefined
      ? ((await controller.find(service.ref)) ?? (await controller.latest(service.ref)))
      : await requireNamedDeployment(controller, service.ref, request.deployment);
  if (deployment === undefined) throw new DeploymentNotFound(service.ref);
  const revision =
    deployment.taskDefinition === ''
      ? undefined
      : await findTaskDefinition(context.aws, deployment.taskDefinition);
  return { service, controller, deployment, revision };
}

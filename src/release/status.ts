import { findScalableTarget } from '../aws/scalable-targets.ts';
import { describeServiceDeployment, type ServiceDeploymentState } from '../aws/service-deployments.ts';
import type { ServiceState } from '../aws/service-state.ts';
import { requireService } from '../aws/services.ts';
import { describeTargetHealth } from '../aws/target-health.ts';
import { findTaskDefinition } from '../aws/task-definitions.ts';
import { describeTasks, listTasks } from '../aws/tasks.ts';
import { endStatuses } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { StatusReport } from '../model/status.ts';
import { lastOfCodeDeploy } from './codedeploy/last-deployment.ts';
import { alarmsOf } from './codedeploy/safety-rules.ts';
import { checkAccount } from './check-account.ts';
import { pendingApprovals } from './pauses.ts';
import type { ReleaseContext } from './release-context.ts';
import type { NamedGroup } from './requests.ts';
import { readScalingNote, scalingNoteIn } from './scaling/scaling-note.ts';
import { whileReading } from './while-reading.ts';

export interface StatusRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
}

const newestEvents = 5;

/** How a service stands, read side by side. What cannot be read is named, and fails nothing but the service itself. */
export async function status(context: ReleaseContext, request: StatusRequest): Promise<StatusReport> {
  return await whileReading(context, (reading) => read(reading, request));
}

async function read(context: ReleaseContext, request: StatusRequest): Promise<StatusReport> {
  const { aws } = context;
  const missing: { what: string; error: string }[] = [];
  const optional = async <Value>(what: string, read: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof EcsdeployError)) throw error;
      missing.push({ what, error: error.message });
      return undefined;
    }
  };
  const [service] = await Promise.all([
    requireService(aws, request.service),
    checkAccount(context, request.account),
  ]);
  // Which of two target groups serves changes with every release.
  const groups = service.loadBalancers.flatMap(({ targetGroupArn, advanced }) =>
    [targetGroupArn, advanced?.alternateTargetGroupArn].filter((arn) => arn !== undefined),
  );
  const current = service.currentServiceDeployment;
  const isOfCodeDeploy = service.controller === 'CODE_DEPLOY';
  const [definition, tasks, deployment, targetGroups, scaling, group, ofCodeDeploy] = await Promise.all([
    optional('task definition', () => findTaskDefinition(aws, service.taskDefinition)),
    optional('tasks', async () => {
      const arns = await listTasks(aws, service.ref, 'RUNNING');
      return await describeTasks(aws, service.ref.cluster, arns);
    }),
    current === undefined
      ? undefined
      : optional('service deployment', () => describeServiceDeployment(aws, current)),
    Promise.all(
      groups.map(async (arn) => ({
        arn,
        targets: (await optional(`target health of ${arn}`, () => describeTargetHealth(aws, arn))) ?? [],
      })),
    ),
    service.strategy === 'ROLLING' && !isOfCodeDeploy
      ? undefined
      : optional('autoscaling', () => findScalableTarget(aws, service.ref, { attempts: 1 })),
    isOfCodeDeploy
      ? optional('deployment group', async () => {
          const { findGroupOf } = await import('./codedeploy/group-of-service.ts');
          const { state } = await findGroupOf(context, service, request.codeDeploy ?? {});
          return state;
        })
      : undefined,
    isOfCodeDeploy
      ? optional('deployment of CodeDeploy', async () => {
          const { chooseController } = await import('../controllers/choose-controller.ts');
          return await lastOfCodeDeploy(chooseController(aws, service, request.codeDeploy), service.ref);
        })
      : undefined,
  ]);
  const digestsOf = (container: string) => [
    ...new Set(
      (tasks ?? []).flatMap(
        ({ containers }) => containers.find(({ name }) => name === container)?.digest ?? [],
      ),
    ),
  ];
  const noted = (what: string) => definition?.tags.find(({ key }) => key === `ecsdeploy:${what}`)?.value;
  const [, , , region = '', account = ''] = service.arn.split(':');
  const at = context.clock.now();
  return {
    service: service.ref,
    at,
    account,
    region,
    status: service.status,
    controller: service.controller,
    strategy: group?.configuration ?? service.strategy,
    desired: service.desiredCount,
    running: service.runningCount,
    pending: service.pendingCount,
    taskDefinition: service.taskDefinition,
    containers: (definition?.definition.containerDefinitions ?? []).map(({ name, image }) => ({
      name,
      image,
      tag: image?.endsWith(`@${noted('digest') ?? ''}`) === true ? noted('tag') : undefined,
      digests: digestsOf(name),
    })),
    commit: noted('commit'),
    deployments: deploymentsOf(service),
    lastDeployment: deployment === undefined ? ofCodeDeploy : await lastDeploymentOf(service, deployment, at),
    scaling,
    scalingSuspended: scalingNoteOf(service),
    safety: {
      circuitBreaker: {
        enable: service.settings.circuitBreaker.enable,
        rollback: service.settings.circuitBreaker.rollback,
      },
      alarms:
        group === undefined
          ? service.settings.alarms?.enable === true
            ? service.settings.alarms.names
            : []
          : alarmsOf(group),
      autoRollback: group?.rollsBackOn,
      minimumHealthyPercent: service.settings.minimumHealthyPercent,
      maximumPercent: service.settings.maximumPercent,
    },
    targetGroups,
    events: service.events.slice(0, newestEvents),
    missing,
  };
}

async function lastDeploymentOf(
  service: ServiceState,
  state: ServiceDeploymentState,
  at: number,
): Promise<StatusReport['lastDeployment']> {
  const { arn, status, statusReason, createdAt, finishedAt, hooks, targetRevision } = state;
  const past = { arn, status, statusReason, createdAt, finishedAt };
  if (endStatuses.has(status)) return past;
  // Only one that is under way has got somewhere; most services stand, and are asked for often.
  const [{ shiftOf }, { BakeWatch }] = await Promise.all([
    import('../controllers/ecs/snapshot.ts'),
    import('../controllers/ecs/bake-watch.ts'),
  ]);
  const shift = shiftOf(service, state, new BakeWatch().bakeOf(state, at));
  const target = {
    taskDefinition: '',
    requested: targetRevision?.requested ?? 0,
    running: targetRevision?.running ?? 0,
    pending: targetRevision?.pending ?? 0,
  };
  const approvals = pendingApprovals({
    status,
    hooks,
    shift,
    target,
    deployment: { serviceDeploymentArn: arn, deploymentId: '' },
  });
  return {
    ...past,
    shift,
    ...(hooks.length === 0 ? {} : { hooks }),
    ...(approvals.length === 0 ? {} : { approvals }),
  };
}

function scalingNoteOf({ tags }: ServiceState): StatusReport['scalingSuspended'] {
  const note = readScalingNote(scalingNoteIn(tags) ?? '');
  return note === undefined ? undefined : { before: note.before, at: note.at };
}

function deploymentsOf(service: ServiceState): StatusReport['deployments'] {
  return service.deployments.map((entry) => ({
    id: entry.id,
    status: entry.status,
    taskDefinition: entry.taskDefinition,
    desired: entry.desiredCount,
    running: entry.runningCount,
    pending: entry.pendingCount,
    failedTasks: entry.failedTasks,
    rolloutState: entry.rolloutState,
    rolloutStateReason: entry.rolloutStateReason,
    createdAt: entry.createdAt,
  }));
}

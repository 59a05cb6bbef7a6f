import type { DeploymentConfiguration, ServiceDeployment } from '@aws-sdk/client-ecs';
import { seconds } from '../../src/model/duration.ts';
import type { Strategy } from '../../src/model/lifecycle.ts';
import type { Approval } from '../../src/model/release-plan.ts';
import { ref, Rehearsal, type Stage } from './rehearsal.ts';
import { putWebAlarm } from './web-alarm.ts';

/** Bakes short enough to be seen, and long enough for something to happen in them. */
const configurations: Readonly<Record<Strategy, DeploymentConfiguration>> = {
  ROLLING: { strategy: 'ROLLING', bakeTimeInMinutes: 2 },
  BLUE_GREEN: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 2 },
  LINEAR: {
    strategy: 'LINEAR',
    bakeTimeInMinutes: 2,
    linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 2 },
  },
  CANARY: {
    strategy: 'CANARY',
    bakeTimeInMinutes: 2,
    canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 },
  },
};

export interface StrategyStage extends Omit<Stage, 'service'> {
  readonly configuration?: DeploymentConfiguration;
}

/** A service that serves `web:1` under a strategy, with the load balancer that it needs, and an alarm `web-5xx` that is OK. */
export async function beginWith(
  strategy: Strategy,
  { breaker = 'rolls-back', configuration, ...stage }: StrategyStage = {},
): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin({
    ...(strategy === 'ROLLING' ? { loadBalancer: true } : { twoGroups: {} }),
    ...stage,
    service: {
      deploymentConfiguration: {
        ...configurations[strategy],
        deploymentCircuitBreaker: { enable: breaker !== 'off', rollback: breaker === 'rolls-back' },
        alarms: { alarmNames: ['web-5xx'], enable: true, rollback: true },
        ...configuration,
      },
    },
  });
  await putWebAlarm(rehearsal);
  return rehearsal;
}

/** Somebody acts at the first moment at which the newest deployment looks like this. */
export async function when<Value>(
  rehearsal: Rehearsal,
  isIt: (deployment: ServiceDeployment) => boolean,
  act: () => Promise<Value>,
): Promise<Value> {
  const before = await rehearsal.newestDeployment();
  for (let look = 0; look < 3_600; look++) {
    const { arn } = await rehearsal.newestDeployment();
    if (arn !== before.arn || before.status === 'IN_PROGRESS') {
      const { serviceDeployments } = await rehearsal.ecs.describeServiceDeployments({
        serviceDeploymentArns: [arn],
      });
      const [found] = serviceDeployments ?? [];
      if (found !== undefined && isIt(found)) return await act();
    }
    await rehearsal.sandbox.clock.sleep(seconds(1));
  }
  throw new Error('that moment did not come');
}

/** It waits for a person. */
export function isPaused({ lifecycleHookDetails = [] }: ServiceDeployment): boolean {
  return lifecycleHookDetails.some(({ status }) => status === 'AWAITING_ACTION');
}

/** New tasks run, and some of the requests may be theirs. */
export function isUnderWay({ targetServiceRevision, lifecycleStage }: ServiceDeployment): boolean {
  const { runningTaskCount = 0, requestedProductionTrafficWeight = 0 } = targetServiceRevision ?? {};
  return lifecycleStage === undefined ? runningTaskCount > 0 : requestedProductionTrafficWeight > 0;
}

/** All requests are the new revision's, and the old one could still take them back. */
export function isBaking({
  targetServiceRevision,
  lifecycleStage,
  sourceServiceRevisions,
}: ServiceDeployment): boolean {
  if (lifecycleStage !== undefined) return lifecycleStage === 'BAKE_TIME';
  const old = (sourceServiceRevisions ?? []).reduce(
    (sum, { runningTaskCount = 0 }) => sum + runningTaskCount,
    0,
  );
  const { runningTaskCount = 0, requestedTaskCount = 0 } = targetServiceRevision ?? {};
  return old === 0 && runningTaskCount > 0 && runningTaskCount === requestedTaskCount;
}

export const beforeTraffic: Approval = {
  moment: 'before-traffic',
  timeoutInMinutes: 30,
  onTimeout: 'ROLLBACK',
};

/** What is left at AWS, as the sandbox knows it. */
export interface Left {
  readonly status: string;
  /** Percent of production traffic on the target group of each revision that runs; absent without two groups. */
  readonly traffic?: Readonly<Record<string, number>> | undefined;
  /** Revision → its running tasks. */
  readonly running: Readonly<Record<string, number>>;
  /** The service's own word for what it runs. */
  readonly revision: string;
  /** Notes of ours on the service that say that something is still to be done. */
  readonly notes: readonly string[];
}

export async function whatIsLeft(rehearsal: Rehearsal): Promise<Left> {
  const { ecs, elbv2 } = rehearsal;
  // What goes on by itself comes to its end.
  await rehearsal.sandbox.clock.sleep(seconds(60));
  const { services } = await ecs.describeServices({
    cluster: ref.cluster,
    services: [ref.service],
    include: ['TAGS'],
  });
  const service = services?.[0];
  const { taskArns = [] } = await ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
  const { tasks = [] } =
    taskArns.length === 0 ? {} : await ecs.describeTasks({ cluster: ref.cluster, tasks: taskArns });
  const running: Record<string, number> = {};
  const revisionAt = new Map<string, string>();
  for (const { taskDefinitionArn, lastStatus, attachments } of tasks) {
    if (lastStatus !== 'RUNNING') continue;
    const revision = taskDefinitionArn?.split('/').at(-1) ?? '';
    running[revision] = (running[revision] ?? 0) + 1;
    const address = attachments?.[0]?.details?.find(({ name }) => name === 'privateIPv4Address')?.value;
    if (address !== undefined) revisionAt.set(address, revision);
  }
  let traffic: Record<string, number> | undefined;
  if (rehearsal.hasTwoGroups) {
    traffic = {};
    const weights = await rehearsal.weights();
    for (const [colour, share] of Object.entries(weights)) {
      const arn = rehearsal.groups[colour as 'blue' | 'green'];
      const { TargetHealthDescriptions = [] } = await elbv2.describeTargetHealth({ TargetGroupArn: arn });
      const revisions = new Set(
        TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === 'healthy').map(
          ({ Target }) => revisionAt.get(Target?.Id ?? '') ?? 'nothing',
        ),
      );
      const name = [...revisions].join('+') || 'nothing';
      if (share > 0) traffic[name] = (traffic[name] ?? 0) + share;
    }
  }
  return {
    status: (await rehearsal.newestDeployment()).status,
    traffic,
    running,
    revision: service?.taskDefinition?.split('/').at(-1) ?? '',
    notes: (service?.tags ?? []).flatMap(({ key = '' }) =>
      key === 'ecsdeploy:settings' || key === 'ecsdeploy:scaling' ? [key] : [],
    ),
  };
}

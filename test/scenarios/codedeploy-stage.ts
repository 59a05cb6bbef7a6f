import type { DeploymentInfo, ECSTarget } from '@aws-sdk/client-codedeploy';
import type { TrafficRouting } from '../../src/model/codedeploy.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { CodeDeployStage } from './codedeploy-group.ts';
import { ref, Rehearsal, type Stage } from './rehearsal.ts';
import { whatIsLeft, type Left } from './strategy-stage.ts';
import { putWebAlarm } from './web-alarm.ts';

/** The three ways in which CodeDeploy moves traffic, short enough to be seen. */
export const routings = {
  AllAtOnce: { type: 'AllAtOnce' },
  TimeBasedCanary: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 2 },
  TimeBasedLinear: { type: 'TimeBasedLinear', percent: 40, intervalInMinutes: 2 },
} as const satisfies Readonly<Record<TrafficRouting['type'], TrafficRouting>>;

export interface CodeDeployScene extends Omit<Stage, 'codeDeploy' | 'twoGroups'> {
  readonly group?: CodeDeployStage;
}

/** A service under CodeDeploy that serves `web:1`, with a termination wait of two minutes, and an alarm `web-5xx` of its group that is OK. */
export async function beginWithCodeDeploy({ group, ...scene }: CodeDeployScene = {}): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin({
    ...scene,
    codeDeploy: { terminationWait: 2, alarms: ['web-5xx'], ...group },
  });
  await putWebAlarm(rehearsal);
  return rehearsal;
}

/** A deployment of CodeDeploy as it is now, with its target once that is shown. */
export interface Now {
  readonly id: string;
  readonly info: DeploymentInfo;
  readonly target: ECSTarget | undefined;
}

/** The newest deployment of the group; undefined where there was none. */
export async function newest({ codeDeploy }: Rehearsal): Promise<Now | undefined> {
  const { deployments: ids = [] } = await codeDeploy.listDeployments({
    applicationName: 'AppECS-prod-web',
    deploymentGroupName: 'DgpECS-prod-web',
  });
  const all: DeploymentInfo[] = [];
  for (const deploymentId of ids) {
    const { deploymentInfo } = await codeDeploy.getDeployment({ deploymentId });
    if (deploymentInfo !== undefined) all.push(deploymentInfo);
  }
  const [info] = all.sort((a, b) => (b.createTime?.getTime() ?? 0) - (a.createTime?.getTime() ?? 0));
  if (info?.deploymentId === undefined) return undefined;
  const { deploymentId: id } = info;
  const target = await codeDeploy
    .getDeploymentTarget({ deploymentId: id, targetId: `${ref.cluster}:${ref.service}` })
    .then(
      ({ deploymentTarget }) => deploymentTarget?.ecsTarget,
      () => undefined,
    );
  return { id, info, target };
}

/** Somebody acts at the first moment at which the newest deployment that goes on looks like this. */
export async function whenCodeDeploy<Value>(
  rehearsal: Rehearsal,
  isIt: (now: Now) => boolean,
  act: (now: Now) => Promise<Value>,
): Promise<Value> {
  for (let look = 0; look < 3_600; look++) {
    const now = await newest(rehearsal);
    const { status = '' } = now?.info ?? {};
    const goesOn = ['Created', 'Queued', 'InProgress', 'Ready'].includes(status);
    if (now !== undefined && goesOn && isIt(now)) return await act(now);
    await rehearsal.sandbox.clock.sleep(seconds(1));
  }
  throw new Error('that moment did not come');
}

/** The new tasks get some of the requests. */
export function isShifting({ target }: Now): boolean {
  return greenWeight(target) > 0;
}

/** All lifecycle events are over, and the old tasks are still there. */
export function isInTerminationWait({ info, target }: Now): boolean {
  const events = target?.lifecycleEvents ?? [];
  return (
    info.status === 'InProgress' && events.length > 0 && events.every(({ status }) => status === 'Succeeded')
  );
}

export function isReady({ info }: Now): boolean {
  return info.status === 'Ready';
}

/** New tasks are being started. */
export function isInstalling({ target }: Now): boolean {
  return (target?.lifecycleEvents ?? []).some(
    ({ lifecycleEventName, status }) => lifecycleEventName === 'Install' && status === 'InProgress',
  );
}

function greenWeight(target: ECSTarget | undefined): number {
  return target?.taskSetsInfo?.find(({ taskSetLabel }) => taskSetLabel === 'Green')?.trafficWeight ?? 0;
}

/** What is left at AWS once all that goes on by itself is over; `status` is that of the newest deployment of CodeDeploy. */
export async function leftByCodeDeploy(rehearsal: Rehearsal): Promise<Left> {
  await rehearsal.sandbox.clock.sleep(minutes(1));
  const { info } = (await newest(rehearsal)) ?? {};
  return { ...(await whatIsLeft(rehearsal)), status: info?.status ?? 'none' };
}

/** Only one revision runs, and gets all requests. */
export const only = (version: number, count = 2): Omit<Left, 'status'> => ({
  traffic: { [`web:${version}`]: 100 },
  running: { [`web:${version}`]: count },
  revision: `web:${version}`,
  notes: [],
});

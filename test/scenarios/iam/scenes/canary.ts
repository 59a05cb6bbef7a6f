import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { minutes, seconds } from '../../../../src/model/duration.ts';
import type { Gate } from '../../../../src/model/gate.ts';
import type { DeployRequest } from '../../../../src/release/requests.ts';
import { aGate } from '../../../unit/builders.ts';
import { beforeTraffic, beginWith } from '../../strategy-stage.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { client, everything, image, processOf, uri } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

const numbers: Gate = aGate({
  name: 'errors',
  check: {
    kind: 'metrics',
    source: { kind: 'preset', preset: 'alb-5xx-rate' },
    limit: { kind: 'absolute', max: 5 },
    window: minutes(5),
    minimumSamples: 1,
  },
  interval: seconds(30),
  onInconclusive: 'continue',
});
const alarms: Gate = aGate({
  name: 'alarms',
  check: { kind: 'alarms', names: ['web-5xx'] },
  interval: seconds(30),
});
const targets: Gate = aGate({
  name: 'targets',
  check: { kind: 'target-health', healthyPercent: 90 },
  interval: seconds(30),
  hold: { timeoutInMinutes: 60 },
});
const migration: Gate = aGate({
  name: 'migrate',
  at: ['before'],
  count: 1,
  check: { kind: 'task', command: ['migrate'], environment: {}, timeout: minutes(5) },
  onInconclusive: 'continue',
});

const approving: Partial<DeployRequest> = {
  suspendScaling: true,
  settings: { approvals: [beforeTraffic] },
};
const gated: Partial<DeployRequest> = {
  ...approving,
  gates: { gates: [numbers, alarms, targets, migration], watchForMilliseconds: 0 },
};

const begin = (release: Partial<DeployRequest>) => async (): Promise<Stage> => {
  const rehearsal = await beginWith('CANARY');
  await everything(rehearsal);
  const scaling = new ApplicationAutoScaling(client(rehearsal));
  await scaling.registerScalableTarget({
    ServiceNamespace: 'ecs',
    ResourceId: 'service/prod/web',
    ScalableDimension: 'ecs:service:DesiredCount',
    MinCapacity: 1,
    MaxCapacity: 4,
  });
  rehearsal.sandbox.control.traffic('web', { requestsPerSecond: 20 });
  for (const tag of ['2', '3']) {
    rehearsal.sandbox.control.behave(`${uri}:${tag}`, { command: { code: 0, after: 2_000 } });
  }
  // Its migration does not come to an end.
  rehearsal.sandbox.control.behave(`${uri}:4`, { command: { code: 0, after: minutes(60) } });
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt), release);
  return { rehearsal, commands, release };
};

/** Version 3 waits for a person. */
const paused = ({ commands }: Stage) => commands.deploy(image('3'));
async function approved(stage: Stage): Promise<unknown> {
  await paused(stage);
  return await stage.commands.approve({ follows: false });
}
/** Version 3 serves. */
async function ended(stage: Stage): Promise<unknown> {
  await paused(stage);
  return await stage.commands.approve();
}

const withGates = scenesOn('a canary with an approval, gates that hold, and autoscaling', begin(gated), [
  { command: 'verify', name: '', play: ({ commands }) => commands.verify(`${uri}:2`) },
  {
    command: 'deploy',
    name: 'whose migration does not end',
    exit: 10,
    play: ({ commands }) => commands.deploy(image('4')),
  },
  { command: 'deploy', name: 'that waits', exit: 31, play: ({ commands }) => commands.deploy(image('2')) },
  { command: 'resume', name: '', before: approved, play: ({ commands }) => commands.resume() },
]);

const withoutGates = scenesOn('a canary with an approval and autoscaling', begin(approving), [
  { command: 'status', name: '', play: ({ commands }) => commands.status() },
  { command: 'watch', name: '', before: approved, play: ({ commands }) => commands.watch() },
  { command: 'approve', name: '', before: paused, play: ({ commands }) => commands.approve() },
  { command: 'reject', name: '', before: paused, play: ({ commands }) => commands.reject() },
  { command: 'resume', name: '', before: approved, play: ({ commands }) => commands.resume() },
  { command: 'rollback', name: 'in progress', before: paused, play: ({ commands }) => commands.rollback() },
  { command: 'rollback', name: '', before: ended, play: ({ commands }) => commands.rollback() },
  { command: 'abort', name: '', before: paused, play: ({ commands }) => commands.abort() },
]);

export const canary = [...withoutGates, ...withGates];

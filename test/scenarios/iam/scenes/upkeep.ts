import { EventBridge } from '@aws-sdk/client-eventbridge';
import { Scheduler } from '@aws-sdk/client-scheduler';
import type { Rehearsal } from '../../rehearsal.ts';
import { beginWithCodeDeploy } from '../../codedeploy-stage.ts';
import { beginWith } from '../../strategy-stage.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { account, client, everything, image, processOf } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

/** A rule and a schedule that start tasks of the family, each of a revision of its own. */
async function startedElsewhere(rehearsal: Rehearsal): Promise<void> {
  const EcsParameters = {
    TaskDefinitionArn: `arn:aws:ecs:us-east-1:${account}:task-definition/web:2`,
  };
  const target = {
    Arn: `arn:aws:ecs:us-east-1:${account}:cluster/prod`,
    RoleArn: `arn:aws:iam::${account}:role/starter`,
    EcsParameters,
  };
  const events = new EventBridge(client(rehearsal));
  await events.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' });
  await events.putTargets({ Rule: 'nightly', Targets: [{ Id: '1', ...target }] });
  await new Scheduler(client(rehearsal)).createSchedule({
    Name: 'hourly',
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: target,
  });
}

async function begin(): Promise<Stage> {
  const rehearsal = await beginWith('ROLLING');
  await everything(rehearsal);
  await startedElsewhere(rehearsal);
  await rehearsal.deploy(image('2'), processOf(rehearsal));
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt));
  return { rehearsal, commands };
}

async function beginOfCodeDeploy(): Promise<Stage> {
  const rehearsal = await beginWithCodeDeploy();
  await rehearsal.deploy();
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt));
  return { rehearsal, commands };
}

export const upkeep = [
  ...scenesOn('keeping house', begin, [
    { command: 'protect', name: '', play: ({ commands }) => commands.protect(1) },
    {
      command: 'protect',
      name: 'where one image too many was kept',
      before: ({ commands }) => commands.protect(1),
      play: ({ commands }) => commands.protect(0),
    },
    { command: 'prune', name: '', play: ({ commands }) => commands.prune() },
  ]),
  ...scenesOn('keeping house with CodeDeploy', beginOfCodeDeploy, [
    { command: 'protect', name: '', play: ({ commands }) => commands.protect(1) },
    { command: 'prune', name: '', play: ({ commands }) => commands.prune() },
  ]),
];

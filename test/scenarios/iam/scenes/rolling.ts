import { seconds } from '../../../../src/model/duration.ts';
import { beginWith } from '../../strategy-stage.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { everything, image, processOf, uri } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

async function begin(): Promise<Stage> {
  const rehearsal = await beginWith('ROLLING');
  await everything(rehearsal);
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt));
  return { rehearsal, commands };
}

const released = ({ commands }: Stage) => commands.deploy(image('2'));
/** Version 3 comes in, and nobody looks. */
const underWay = ({ rehearsal, commands }: Stage) =>
  commands.deploy(image('3'), rehearsal.interruptAfter(seconds(40)));
const crashes = ({ rehearsal }: Stage) =>
  rehearsal.sandbox.control.behave(`${uri}:4`, { exit: { code: 1, after: 2_000 } });
/** Version 4 comes in, which ends at once. */
async function failing(stage: Stage): Promise<unknown> {
  crashes(stage);
  const { rehearsal, commands } = stage;
  return await commands.deploy(image('4'), rehearsal.interruptAfter(seconds(15)));
}
async function failed(stage: Stage): Promise<unknown> {
  crashes(stage);
  return await stage.commands.deploy(image('4'));
}
/** The revision that serves, as AWS has it. */
async function serving({ rehearsal }: Stage): Promise<string> {
  return (await rehearsal.serving()).taskDefinition;
}
/** What would be gone back to has been deregistered. */
async function retired(stage: Stage): Promise<unknown> {
  const taskDefinition = await serving(stage);
  await released(stage);
  return await stage.rehearsal.ecs.deregisterTaskDefinition({ taskDefinition });
}

export const rolling = scenesOn('a rolling update behind a load balancer', begin, [
  { command: 'status', name: '', play: ({ commands }) => commands.status() },
  { command: 'history', name: '', play: ({ commands }) => commands.history() },
  {
    command: 'history',
    name: 'one release of it',
    before: released,
    play: async (stage) => stage.commands.historyShow(await serving(stage)),
  },
  { command: 'render', name: '', play: ({ commands }) => commands.render() },
  { command: 'init', name: '', play: ({ commands }) => commands.init() },
  { command: 'verify', name: '', play: ({ commands }) => commands.verify(`${uri}:2`) },
  {
    command: 'verify',
    name: 'with --rollback',
    before: released,
    play: ({ commands }) => commands.verify(`${uri}:2`, true),
  },
  {
    command: 'diagnose',
    name: 'that has failed',
    before: failed,
    play: ({ commands }) => commands.diagnose(),
  },
  { command: 'deploy', name: '', play: ({ commands }) => commands.deploy(image('2')) },
  {
    command: 'deploy',
    name: 'that fails',
    exit: 20,
    before: async (stage) => {
      crashes(stage);
      await Promise.resolve();
    },
    play: ({ commands }) => commands.deploy({ ...image('4'), unverified: true }),
  },
  { command: 'watch', name: '', before: underWay, play: ({ commands }) => commands.watch() },
  { command: 'resume', name: '', before: underWay, play: ({ commands }) => commands.resume() },
  {
    command: 'resume',
    name: 'that fails',
    exit: 20,
    before: failing,
    play: ({ commands }) => commands.resume(),
  },
  { command: 'abort', name: '', before: underWay, play: ({ commands }) => commands.abort() },
  { command: 'rollback', name: '', before: released, play: ({ commands }) => commands.rollback() },
  { command: 'rollback', name: 'in progress', before: underWay, play: ({ commands }) => commands.rollback() },
  {
    command: 'rollback',
    name: 'to a release that is named',
    before: released,
    play: ({ commands }) => commands.rollback('web:2'),
  },
  {
    command: 'rollback',
    name: 'to a revision that is INACTIVE',
    before: retired,
    play: ({ commands }) => commands.rollback(),
  },
]);

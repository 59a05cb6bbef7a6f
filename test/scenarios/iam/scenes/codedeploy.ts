import type { DeployRequest } from '../../../../src/release/requests.ts';
import { beginWithCodeDeploy, routings } from '../../codedeploy-stage.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { processOf } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

const release: Partial<DeployRequest> = { codeDeploy: { routing: routings.TimeBasedCanary } };
const version = (number: number) => ({ images: [{ image: `registry.example/web:${number}` }] });

async function begin(): Promise<Stage> {
  const rehearsal = await beginWithCodeDeploy({ group: { readyWait: 60 } });
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt), release);
  return { rehearsal, commands, release };
}

/** Version 3 waits for a person. */
const paused = ({ commands }: Stage) => commands.deploy(version(3));
async function approved(stage: Stage): Promise<unknown> {
  await paused(stage);
  return await stage.commands.approve({ follows: false });
}
/** Version 3 was released, so that there is something to look back at. */
async function released(stage: Stage): Promise<unknown> {
  await paused(stage);
  return await stage.commands.approve();
}
/** What would be gone back to has been deregistered. */
async function retired(stage: Stage): Promise<unknown> {
  await released(stage);
  return await stage.rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:1' });
}

export const codeDeploy = scenesOn('a canary of CodeDeploy', begin, [
  { command: 'status', name: '', before: released, play: ({ commands }) => commands.status() },
  {
    command: 'verify',
    name: '',
    before: released,
    play: ({ commands }) => commands.verify('registry.example/web:3'),
  },
  {
    command: 'verify',
    name: 'with --rollback',
    before: released,
    play: ({ commands }) => commands.verify('registry.example/web:3', true),
  },
  { command: 'migrate', name: '', before: released, play: ({ commands }) => commands.migrate() },
  { command: 'history', name: '', before: released, play: ({ commands }) => commands.history() },
  {
    command: 'history',
    name: 'one release of it',
    before: released,
    play: ({ commands }) => commands.historyShow('web:2'),
  },
  { command: 'init', name: '', before: released, play: ({ commands }) => commands.init() },
  {
    command: 'render',
    name: 'its AppSpec',
    play: ({ commands }) => commands.renderAppSpec('registry.example/web:3'),
  },
  { command: 'diagnose', name: '', before: released, play: ({ commands }) => commands.diagnose() },
  {
    command: 'deploy',
    name: '',
    exit: 31,
    play: ({ commands }) =>
      commands.deploy({ ...version(3), codeDeploy: { routing: routings.TimeBasedLinear } }),
  },
  { command: 'watch', name: '', before: approved, play: ({ commands }) => commands.watch() },
  { command: 'approve', name: '', before: paused, play: ({ commands }) => commands.approve() },
  { command: 'reject', name: '', before: paused, play: ({ commands }) => commands.reject() },
  { command: 'resume', name: '', before: approved, play: ({ commands }) => commands.resume() },
  { command: 'abort', name: '', before: paused, play: ({ commands }) => commands.abort() },
  { command: 'rollback', name: '', before: released, play: ({ commands }) => commands.rollback() },
  { command: 'rollback', name: 'in progress', before: paused, play: ({ commands }) => commands.rollback() },
  {
    command: 'rollback',
    name: 'to a revision that is INACTIVE',
    before: retired,
    play: ({ commands }) => commands.rollback(),
  },
]);

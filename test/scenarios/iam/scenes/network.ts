import { ref, Rehearsal } from '../../rehearsal.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { processOf } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

async function begin(): Promise<Stage> {
  const rehearsal = await Rehearsal.begin({ twoGroups: { type: 'network' } });
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } as const;
  await rehearsal.ecs.updateService({ ...ref, deploymentConfiguration });
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt));
  return { rehearsal, commands };
}

export const network = scenesOn('a blue/green release behind a network load balancer', begin, [
  { command: 'status', name: '', play: ({ commands }) => commands.status() },
  {
    command: 'deploy',
    name: '',
    play: ({ commands }) => commands.deploy({ images: [{ image: 'registry.example/web:2' }] }),
  },
]);

import { beginWithCodeDeploy } from '../../codedeploy-stage.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { processOf } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

async function begin(): Promise<Stage> {
  const names = { application: 'shop', group: 'website' };
  const rehearsal = await beginWithCodeDeploy({ group: { names } });
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt));
  return { rehearsal, commands };
}

export const searched = scenesOn('a group of CodeDeploy with names of its own', begin, [
  { command: 'status', name: '', play: ({ commands }) => commands.status() },
  {
    command: 'deploy',
    name: '',
    play: ({ commands }) => commands.deploy({ images: [{ image: 'registry.example/web:2' }] }),
  },
]);

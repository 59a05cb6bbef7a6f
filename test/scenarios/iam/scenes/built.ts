import { fileURLToPath } from 'node:url';
import type { ImageRequest } from '../../../../src/images/plan-image.ts';
import { Rehearsal } from '../../rehearsal.ts';
import { SceneCommands } from '../commands-of-scene.ts';
import { processOf } from '../furnished.ts';
import { scenesOn, type Stage } from '../scene.ts';

const commit = 'a'.repeat(40);
const hello = fileURLToPath(new URL('../../../../docs/examples/hello', import.meta.url));

const request: ImageRequest = {
  settings: {
    repository: 'shop/web',
    context: hello,
    dockerfile: `${hello}/Dockerfile`,
    platforms: [],
    buildArgs: {},
    secrets: [],
    ssh: [],
    cacheFrom: [],
    cacheTo: [],
  },
  source: { tag: commit, isTagGiven: false, revision: commit, changes: [] },
  createRepository: false,
};

async function begin(): Promise<Stage> {
  const rehearsal = await Rehearsal.begin();
  await rehearsal.ecr.createRepository({ repositoryName: 'shop/web' });
  const commands = new SceneCommands((interrupt) => processOf(rehearsal, interrupt));
  return { rehearsal, commands, builds: 'shop/web' };
}

const there = ({ commands }: Stage) => commands.push(request);

export const built = scenesOn('an image that is built', begin, [
  { command: 'build', name: '', play: ({ commands }) => commands.build(request) },
  {
    command: 'build',
    name: 'and is there already',
    before: there,
    play: ({ commands }) => commands.build(request),
  },
  { command: 'push', name: '', play: ({ commands }) => commands.push(request) },
  {
    command: 'push',
    name: 'and is there already',
    before: there,
    play: ({ commands }) => commands.push(request),
  },
  { command: 'deploy', name: '', play: ({ commands }) => commands.deploy({ build: request, commit }) },
]);

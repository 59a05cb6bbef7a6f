import { createHash } from 'node:crypto';
import { ecrOperations } from '../../../src/sandbox/ecr/operations/index.ts';
import type { World } from '../../../src/sandbox/world.ts';
import type { History, ImageName } from '../history.ts';
import { caller } from './caller.ts';

/** The images of one service, by their names in the history. */
export interface StagedImages {
  /** As a command or a person writes it. */
  readonly imageOf: (name: ImageName) => string;
  /** Every digest that the image's name has stood for, the newest last. */
  readonly digests: Readonly<Record<ImageName, string[]>>;
  /** Another build is pushed under the name of an image; it behaves as the one before. */
  readonly moveTag: (name: ImageName) => void;
}

export const imageNames = ['old', 'new', 'other', 'theirs'] as const;

export function stageImages(world: World, service: string, registry: History['registry']): StagedImages {
  return registry === 'ecr' ? ecrImages(world, service) : foreignImages(service);
}

function foreignImages(service: string): StagedImages {
  const imageOf = (name: ImageName): string => `registry.example/${service}:${name}`;
  const digestOf = (name: ImageName): string =>
    `sha256:${createHash('sha256').update(imageOf(name)).digest('hex')}`;
  const digests = everyName((name) => [digestOf(name)]);
  return { imageOf, digests, moveTag: () => undefined };
}

function ecrImages(world: World, service: string): StagedImages {
  const repositoryName = `shop/${service}`;
  const made = ecrOperations.CreateRepository(world, { repositoryName }, caller);
  const uri = made.repository?.repositoryUri ?? '';
  const push = (name: ImageName, build: number): string => {
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [], service, name, build });
    const input = { repositoryName, imageTag: name, imageManifest };
    return ecrOperations.PutImage(world, input, caller).image?.imageId?.imageDigest ?? '';
  };
  const digests = everyName((name) => [push(name, 1)]);
  return {
    imageOf: (name) => `${uri}:${name}`,
    digests,
    moveTag(name) {
      const before = world.behaviours.of(`${uri}:${name}`);
      const digest = push(name, digests[name].length + 1);
      digests[name].push(digest);
      world.behaviours.set(`${uri}@${digest}`, before);
    },
  };
}

function everyName<Value>(of: (name: ImageName) => Value): Record<ImageName, Value> {
  return { old: of('old'), new: of('new'), other: of('other'), theirs: of('theirs') };
}

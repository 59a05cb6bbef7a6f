import { expect } from '@jest/globals';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, type Rehearsal } from './rehearsal.ts';
import { beginWith } from './strategy-stage.ts';

/** Who brings a release in, and how such a service begins with `web:1`. */
export const controllers: readonly [string, () => Promise<Rehearsal>][] = [
  ['ECS, rolling', () => beginWith('ROLLING')],
  ['ECS, blue/green', () => beginWith('BLUE_GREEN')],
  ['CodeDeploy', () => beginWithCodeDeploy()],
];

/** The commit that `web:<version>` is released from. */
export const commitOf = (version: number): string => String(version).repeat(40);

/** `web:2` to `web:<last>` were released, each from a commit of its own. */
export async function released(begin: () => Promise<Rehearsal>, last: number): Promise<Rehearsal> {
  const rehearsal = await begin();
  for (let version = 2; version <= last; version++) await release(rehearsal, version);
  rehearsal.facts.length = 0;
  return rehearsal;
}

export async function release(rehearsal: Rehearsal, version: number): Promise<void> {
  const images = [{ image: imageOf(version) }];
  const { outcome } = await rehearsal.deploy({ images, commit: commitOf(version) });
  expect(outcome.kind).toBe('succeeded');
}

/** AWS takes it back. */
export async function releaseBadly(rehearsal: Rehearsal, version: number): Promise<void> {
  rehearsal.sandbox.control.behave(imageOf(version), {
    stoppedReason: 'CannotPullContainerError: not found',
  });
  const images = [{ image: imageOf(version) }];
  const { outcome } = await rehearsal.deploy({ images, commit: commitOf(version) });
  expect(outcome.kind).toBe('failed-rolled-back');
}

export const warningsOf = (rehearsal: Rehearsal) =>
  rehearsal.factsOf('warning').map(({ warning }) => warning);

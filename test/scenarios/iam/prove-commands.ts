import { describe, expect, it } from '@jest/globals';
import type { PolicyCommand } from '../../../src/model/iam-policy.ts';
import { ownPolicy, refusedIn } from './own-policy.ts';
import type { Scene } from './scene.ts';
import { scenesOf } from './scenes/of-commands.ts';

const halfAnHour = 1_800_000;

/** Shows of each command that its own least policy is enough for it: AWS refuses it nothing. */
export function proveCommands(commands: readonly PolicyCommand[]): void {
  describe.each(commands)('the least policy for %s', (command) => {
    it.each(scenesOf(command).map((scene): [string, Scene] => [scene.name, scene]))(
      'is enough for %s',
      async (_, scene) => {
        const begun = await scene.begin();
        const { rehearsal, play } = begun;
        rehearsal.enforceIam((await ownPolicy(scene, begun)).document);
        const { exit, text } = await play();
        expect({ exit, refused: refusedIn(rehearsal), text }).toEqual({
          exit: scene.exit,
          refused: [],
          text,
        });
      },
      halfAnHour,
    );
  });
}

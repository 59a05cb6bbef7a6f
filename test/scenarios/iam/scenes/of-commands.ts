import type { PolicyCommand } from '../../../../src/model/iam-policy.ts';
import type { Scene } from '../scene.ts';
import { built } from './built.ts';
import { canary } from './canary.ts';
import { codeDeploy } from './codedeploy.ts';
import { network } from './network.ts';
import { rolling } from './rolling.ts';
import { searched } from './searched.ts';
import { upkeep } from './upkeep.ts';

/** The cheapest first. */
const scenes: readonly Scene[] = [
  ...built,
  ...rolling,
  ...upkeep,
  ...network,
  ...searched,
  ...codeDeploy,
  ...canary,
];

/** The scenes of each command. */
export function scenesOf(command: PolicyCommand): Scene[] {
  return scenes.filter((scene) => scene.command === command);
}

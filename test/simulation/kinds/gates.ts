import type { GateMoment } from '../../../src/model/gate.ts';
import { shiftsTraffic } from '../../../src/model/lifecycle.ts';
import type { Choice } from '../choice.ts';
import type { Command, GateAnswer, GateShape, History, Images } from '../history.ts';
import { codeDeploy } from './codedeploy.ts';
import type { Kind } from './kind.ts';
import { deployThenRollback, rivals, rolling, sameCommandAgain } from './rolling.ts';
import { several } from './several.ts';

/** Releases whose health is measured before, during and after them, by gates that are right, wrong, deaf or silent. */
export const gates: Kind = {
  name: 'gates',
  weight: 4,
  draw(choice) {
    const kind = choice.weighted([
      [6, rolling],
      [3, sameCommandAgain],
      [2, rivals],
      [2, deployThenRollback],
      [1, several],
      [2, codeDeploy],
    ]);
    const history = kind.draw(choice);
    return {
      ...history,
      images: mostlyWell(choice, history.images),
      commands: history.commands.map((command) => withGates(choice, command, history.service)),
    };
  },
};

function withGates(choice: Choice, command: Command, service: History['service']): Command {
  return {
    ...command,
    gates: choice.several(1, 3, () => drawGate(choice, service)),
    watchSeconds: choice.weighted([
      [2, 0],
      [2, 30],
      [1, 300],
    ]),
  };
}

function drawGate(choice: Choice, { strategy, controller }: History['service']): GateShape {
  const canHold = controller === 'ECS' && shiftsTraffic(strategy);
  const at = drawMoments(choice);
  const holds = canHold && !at.includes('before') && choice.chance(0.3);
  return {
    at,
    says: drawAnswers(choice),
    everySeconds: choice.pick([2, 5, 10, 30]),
    failuresAllowed: choice.weighted([
      [3, 0],
      [1, 1],
      [1, 2],
    ]),
    onInconclusive: choice.weighted([
      [2, 'hold'],
      [1, 'rollback'],
      [1, 'continue'],
    ]),
    dryRun: choice.chance(0.15),
    holdMinutes: holds ? choice.pick([1, 3]) : 0,
  };
}

function drawMoments(choice: Choice): GateMoment[] {
  return choice.weighted<GateMoment[]>([
    [2, ['before']],
    [4, ['during']],
    [3, ['after']],
    [3, ['during', 'after']],
    [1, ['before', 'during', 'after']],
  ]);
}

/** Good for a while, as a rule, and then perhaps something else. */
function drawAnswers(choice: Choice): GateAnswer[] {
  const good = choice.several(0, 4, (): GateAnswer => 'good');
  const then = choice.weighted<GateAnswer[]>([
    [4, ['good']],
    [3, ['bad']],
    [2, ['error']],
    [1, ['unclear']],
    [1, ['silent']],
    [1, ['error', 'error', 'good']],
    [1, ['bad', 'good']],
    [1, ['error', 'error', 'error', 'bad']],
  ]);
  return [...good, ...then];
}

/** Of a release that fails anyway, gates have little to say. */
function mostlyWell(choice: Choice, images: Images): Images {
  return choice.chance(0.7) ? { ...images, new: { is: 'healthy', startSeconds: 5 } } : images;
}

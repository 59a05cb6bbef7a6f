import type { Choice } from '../choice.ts';
import type { Command, History } from '../history.ts';
import { drawCodeDeployService } from './draw-service.ts';
import type { Kind } from './kind.ts';
import { deployThenRollback, rivals, rolling, sameCommandAgain } from './rolling.ts';

/** A service under CodeDeploy, with all that befalls one of ECS's own. */
export const codeDeploy: Kind = {
  name: 'CodeDeploy',
  weight: 5,
  draw(choice) {
    const kind = choice.weighted([
      [5, rolling],
      [3, sameCommandAgain],
      [2, rivals],
      [2, deployThenRollback],
    ]);
    const history = kind.draw(choice);
    const service = drawCodeDeployService(choice);
    return {
      ...history,
      service,
      commands: history.commands.map((command) => ({ ...command, settings: settingsOf(choice, service) })),
    };
  },
};

/** UpdateService takes hardly any settings of such a service; what is refused for that is soon tested. */
function settingsOf(choice: Choice, { readyMinutes }: History['service']): Command['settings'] {
  return readyMinutes > 0 && choice.chance(0.5)
    ? { approval: { minutes: readyMinutes, onTimeout: 'ROLLBACK' } }
    : {};
}

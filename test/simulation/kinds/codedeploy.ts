import type { Choice } from '../choice.ts';
import type { Command, History, When } from '../history.ts';
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
      commands: history.commands.map((command) => ({
        ...command,
        when: translated(command.when),
        settings: settingsOf(choice, service),
      })),
      people: history.people.map((one) => ({ ...one, when: translated(one.when) })),
      misfortunes: history.misfortunes.map((one) => ({
        ...one,
        when: translated(one.when),
        operation: calls[one.operation] ?? one.operation,
      })),
    };
  },
};

/** The call that does for CodeDeploy what another one does for ECS. */
const calls: Readonly<Record<string, string>> = {
  UpdateService: 'CreateDeployment',
  ListServiceDeployments: 'ListDeployments',
  DescribeServiceDeployments: 'GetDeployment',
  DescribeServiceRevisions: 'GetDeploymentTarget',
  StopServiceDeployment: 'StopDeployment',
};

function translated(when: When): When {
  return when.on === 'call' ? { ...when, operation: calls[when.operation] ?? when.operation } : when;
}

/** UpdateService takes hardly any settings of such a service; what is refused for that is soon tested. */
function settingsOf(choice: Choice, { readyMinutes }: History['service']): Command['settings'] {
  return readyMinutes > 0 && choice.chance(0.5)
    ? { approval: { minutes: readyMinutes, onTimeout: 'ROLLBACK' } }
    : {};
}

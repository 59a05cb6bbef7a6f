import { EcsdeployError } from '../model/error.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { checkTaskDefinition } from '../task-definitions/check.ts';
import type { CheckFinding } from '../task-definitions/check-finding.ts';

/** AWS would reject the registration: said before asking it, with everything that is wrong at once. */
class InvalidForEcs extends EcsdeployError {
  constructor(family: string, findings: readonly CheckFinding[]) {
    const [first] = findings;
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
    super({
      code: 'task_definition.invalid',
      message: `ECS would reject the task definition "${family}": ${first?.message ?? ''}${more}`,
      suggestions: findings.map(({ path, message, fix }, index) =>
        index === 0 ? fix : `${path} ${message}. ${fix}`,
      ),
      details: { findings },
    });
  }
}

/** @throws InvalidForEcs */
export function refuseInvalid(definition: TaskDefinition): void {
  const findings = checkTaskDefinition(definition);
  if (findings.length > 0) throw new InvalidForEcs(definition.family, findings);
}

import type { PreflightResult } from '../../../model/preflight.ts';
import { checkTaskDefinition } from '../../../task-definitions/check.ts';
import { errorOf, passed, type PreflightCheck } from '../preflight-check.ts';
import type { PreflightSubject } from '../preflight-subject.ts';

const name = 'task-definition';

/** What ECS is sure to refuse: sizes of Fargate, containers that contradict each other. */
export const taskDefinitionCheck: PreflightCheck = {
  name,
  run: (_, subject) => judgeTaskDefinition(subject),
};

/** Pure. */
export function judgeTaskDefinition({ definition }: Pick<PreflightSubject, 'definition'>): PreflightResult[] {
  const { family } = definition;
  const rejected = checkTaskDefinition(definition).map(({ path, message, fix }) =>
    errorOf(name, path === '' ? family : path, { kind: 'rejected-by-ecs', message, fix }),
  );
  return rejected.length > 0 ? rejected : [passed(name, family)];
}

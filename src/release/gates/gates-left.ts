import type { Gate } from '../../model/gate.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import { succeededTag } from '../../task-definitions/tags.ts';
import type { DeployRequest } from '../requests.ts';
import { gatesAsked, watchOf } from './gates-asked.ts';

/**
 * What is still to be measured of a release that is over, and that nobody has watched to the end: whoever had, has noted its success on
 * the revision. Undefined: nothing is to be measured, and nothing to be watched. Pure.
 */
export function gatesLeft(
  request: Pick<DeployRequest, 'gates'>,
  revision: Pick<RegisteredTaskDefinition, 'tags'> | undefined,
): readonly Gate[] | undefined {
  if (revision === undefined || revision.tags.some(({ key }) => key === succeededTag)) return undefined;
  const gates = gatesAsked(request)
    .filter(({ at }) => at.includes('after'))
    .map((gate): Gate => ({ ...gate, at: ['after'] }));
  return gates.length === 0 && watchOf(request) === 0 ? undefined : gates;
}

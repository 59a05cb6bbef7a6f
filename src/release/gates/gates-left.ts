import type { Deployment } from '../../model/deployment.ts';
import type { Gate } from '../../model/gate.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import { succeededTag } from '../../task-definitions/tags.ts';
import type { DeployRequest } from '../requests.ts';
import { gatesAsked, watchOf } from './gates-asked.ts';

/**
 * What is still to be measured of a release that is over, and that nobody has watched to the end. Undefined: nothing is to be measured,
 * and nothing to be watched. Pure.
 */
export function gatesLeft(
  request: Pick<DeployRequest, 'gates'>,
  revision: Pick<RegisteredTaskDefinition, 'tags'> | undefined,
  deployment: Pick<Deployment, 'createdAt'>,
): readonly Gate[] | undefined {
  if (revision === undefined || wasWatched(revision, deployment)) return undefined;
  return gatesAfter(request);
}

/** What a run measures of a release that is over; undefined: nothing, and it watches nothing. Pure. */
export function gatesAfter(request: Pick<DeployRequest, 'gates'>): readonly Gate[] | undefined {
  const gates = gatesAsked(request)
    .filter(({ at }) => at.includes('after'))
    .map((gate): Gate => ({ ...gate, at: ['after'] }));
  return gates.length === 0 && watchOf(request) === 0 ? undefined : gates;
}

/**
 * Whoever has watched a release to the end has noted its success on the revision. An older note is about an earlier release of the same
 * revision. Both times are AWS's.
 */
function wasWatched(
  { tags }: Pick<RegisteredTaskDefinition, 'tags'>,
  { createdAt }: Pick<Deployment, 'createdAt'>,
): boolean {
  const noted = Date.parse(tags.find(({ key }) => key === succeededTag)?.value ?? '');
  return noted >= createdAt;
}

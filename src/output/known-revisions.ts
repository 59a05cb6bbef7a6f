import type { ReleaseEvent } from '../model/release-event.ts';
import type { Known } from './describe-event.ts';

/** Remembers which revisions a release is about, so that its last line can name them. */
export class KnownRevisions {
  readonly #byService = new Map<string, Known>();
  readonly #goingBack = new Set<string>();

  of(event: ReleaseEvent): Known {
    if (event.type === 'rollback.requested' || event.type === 'rollback.started')
      this.#goingBack.add(event.service);
    // A deployment that goes back brings in nothing that the release is about.
    const learnt = this.#goingBack.has(event.service) ? {} : learn(event);
    const known = { ...this.#byService.get(event.service), ...learnt };
    this.#byService.set(event.service, known);
    return known;
  }
}

function learn(event: ReleaseEvent): Known {
  switch (event.type) {
    case 'plan.made': {
      const after = event.plan.target.taskDefinition;
      return { before: event.plan.current.taskDefinition, ...(after !== undefined && { after }) };
    }
    case 'task-definition.settled':
      return { after: event.taskDefinition };
    case 'deployment.started':
      return {
        after: event.deployment.taskDefinition,
        isThroughCodeDeploy: event.deployment.codeDeploy !== undefined,
      };
    default:
      return {};
  }
}

import type { Outcome } from '../../model/outcome.ts';
import type { ReleaseEvent } from '../../model/release-event.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { DeploymentOrder } from './deployment-order.ts';

/** What a run has told so far of the services of one order. Each by `cluster/service`, in the order in which it was told. */
export interface RunSoFar {
  readonly order: DeploymentOrder;
  readonly plans: ReadonlyMap<string, ReleasePlan>;
  /** ARN of the revision that is brought in, or taken back. */
  readonly revisions: ReadonlyMap<string, string>;
  readonly ends: ReadonlyMap<string, Outcome>;
  /** The first thing that began at AWS. */
  readonly begun?: Begun | undefined;
}

interface Begun {
  readonly service: string;
  /** ARN */
  readonly taskDefinition: string;
  /** `found`: another run has started it. */
  readonly how: 'started' | 'adopted' | 'found';
}

export function nothingYet(order: DeploymentOrder): RunSoFar {
  return { order, plans: new Map(), revisions: new Map(), ends: new Map() };
}

/** With one more event; of services that are not in the order nothing is kept. Pure. */
export function further(run: RunSoFar, event: ReleaseEvent): RunSoFar {
  const { service } = event;
  if (!run.order.services.includes(service)) return run;
  switch (event.type) {
    case 'plan.made':
      return { ...run, plans: new Map(run.plans).set(service, event.plan) };
    case 'release.concluded':
      return { ...run, ends: new Map(run.ends).set(service, event.outcome) };
    case 'deployment.started': {
      const { taskDefinition } = event.deployment;
      return {
        ...run,
        revisions: new Map(run.revisions).set(service, taskDefinition),
        begun: run.begun ?? { service, taskDefinition, how: event.how },
      };
    }
    default:
      return run;
  }
}

import type { DeploymentAction } from '../../github/deployment-payload.ts';
import { deploymentState, type DeploymentState } from '../../github/deployment-state.ts';
import type { OpenDeployment } from '../../github/github-deployments.ts';
import { wayBackOutcome } from '../../github/way-back-outcome.ts';
import type { Outcome } from '../../model/outcome.ts';
import { revisionName } from '../../model/service-ref.ts';
import { partsDone } from '../../output/github/deployment-words.ts';
import { mattersMost } from '../exit-codes.ts';
import { onlyTakesBack } from './deployment-made.ts';
import type { RunSoFar } from './run-so-far.ts';

/** How a service has ended, for one deployment of GitHub. */
export interface ToldEnd {
  readonly service: string;
  readonly outcome: Outcome;
  readonly state: DeploymentState;
  /** Nothing more is to come of it, and nobody has to look at it. */
  readonly isGood: boolean;
}

/** The end of one service; undefined where it has none yet, or that says nothing about a deployment. */
export function endOf(run: RunSoFar, open: OpenDeployment, service: string): ToldEnd | undefined {
  const ended = run.ends.get(service);
  if (ended === undefined || !saysSomething(ended)) return undefined;
  const outcome = outcomeFor(run, open, service, ended);
  const state = deploymentState(outcome, aboutWhat(run, open)) ?? 'error';
  return { service, outcome, state, isGood: state === 'success' || outcome.kind === 'rolled-back-as-asked' };
}

/** The service whose end decides the exit code, or the next one that says anything; what goes on as asked before what has ended well. */
export function decidingService({ ends }: RunSoFar): string | undefined {
  const telling = mattersMost([...ends], ([, outcome]) => outcome).filter(([, end]) => saysSomething(end));
  const [first] = telling;
  const goesOn = telling.find(([, { kind }]) => kind === 'reached' || kind === 'approved');
  const isWell = first !== undefined && deploymentState(first[1], 'deploy') === 'success';
  return (isWell ? (goesOn ?? first) : first)?.[0];
}

/** Services of the deployment that neither this run nor, as GitHub was told, an earlier one has brought to a good end. */
export function stillToEnd(run: RunSoFar, open: OpenDeployment): string[] {
  const told = partsDone(open.told).filter((service) => !run.order.services.includes(service));
  const well = run.order.services.filter((service) => endOf(run, open, service)?.isGood === true);
  const done = new Set([...told, ...well]);
  return open.services.filter((service) => !done.has(service));
}

function saysSomething(outcome: Outcome): boolean {
  return deploymentState(outcome, 'deploy') !== undefined;
}

/** Whoever takes a way back back ends it as they would end a release. */
function aboutWhat({ order }: RunSoFar, open: OpenDeployment): DeploymentAction {
  return onlyTakesBack(order.action) ? 'deploy' : open.action;
}

function outcomeFor(
  { order, revisions }: RunSoFar,
  open: OpenDeployment,
  service: string,
  outcome: Outcome,
): Outcome {
  const goesOn = order.action === 'resume' || order.action === 'approve';
  const arn = revisions.get(service);
  if (!goesOn || open.action !== 'rollback' || arn === undefined) return outcome;
  const revision = revisionName(arn);
  return wayBackOutcome(outcome, open.stops === revision ? 'stopped' : 'brought-in', revision);
}

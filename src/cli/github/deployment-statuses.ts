import type { NewStatus, OpenDeployment } from '../../github/github-deployments.ts';
import {
  begunDescription,
  endDescription,
  errorDescription,
  partDescription,
} from '../../output/github/deployment-words.ts';
import { decidingService, endOf, stillToEnd } from './deployment-ends.ts';
import { onlyTakesBack } from './deployment-made.ts';
import type { RunSoFar } from './run-so-far.ts';

/**
 * Of more services in one run, good ends are not told one by one: GitHub takes 80 requests in a minute that make something, and no more.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
const mostTold = 20;

/** That something has begun at AWS; none where nothing has. */
export function firstStatuses(run: RunSoFar, open: OpenDeployment): NewStatus[] {
  const { begun, ends, order } = run;
  if (begun === undefined) return [];
  const { service, taskDefinition, how } = begun;
  const { action, url } = order;
  const isTakenBack = onlyTakesBack(action) || (action === 'rollback' && how === 'found');
  const what = isTakenBack ? 'taken-back' : action === 'resume' ? 'followed' : 'brought-in';
  const description = begunDescription(service, taskDefinition, what);
  const first = { state: 'in_progress', description, environmentUrl: url } as const;
  const ended = isToldInParts(run) ? [...ends.keys()] : [];
  return [first, ...ended.flatMap((one) => partStatuses(run, open, one))];
}

/** That one of several services has ended well, which later runs go by; none where it has not, or where all have. */
export function partStatuses(run: RunSoFar, open: OpenDeployment, service: string): NewStatus[] {
  const { order, revisions } = run;
  const end = endOf(run, open, service);
  const still = stillToEnd(run, open).length;
  const of = open.services.length;
  if (end?.isGood !== true || still === 0) return [];
  const known = { after: revisions.get(service), done: of - still, of };
  const description = partDescription(service, end.outcome, known);
  return [{ state: 'in_progress', description, environmentUrl: order.url }];
}

/**
 * How it ended, for a deployment of GitHub that this run has made, or goes on with. One that is about more services than this run does not
 * end well before the others have; what is not good ends it as a whole.
 */
export function lastStatuses(run: RunSoFar, open: OpenDeployment): NewStatus[] {
  const { order, revisions } = run;
  const environmentUrl = order.url;
  const service = decidingService(run);
  const end = service === undefined ? undefined : endOf(run, open, service);
  if (end === undefined) return [{ state: 'error', description: errorDescription, environmentUrl }];
  if (end.isGood && stillToEnd(run, open).length > 0)
    return order.services.slice(0, mostTold).flatMap((one) => partStatuses(run, open, one));
  const of = Math.max(open.services.length, order.services.length);
  const description = endDescription(end.service, end.outcome, {
    after: revisions.get(end.service),
    of,
  });
  return [{ state: end.state, description, environmentUrl }];
}

/** Whether the end of a run says anything about a deployment of GitHub. */
export function saysAnEnd(run: RunSoFar): boolean {
  const { action } = run.order;
  if (run.begun !== undefined) return true;
  const service = decidingService(run);
  // An error before anything began says nothing about what an earlier run has begun, and neither does a way back about a release.
  const isError = service === undefined || run.ends.get(service)?.kind === 'error';
  return !isError && action !== 'rollback' && !onlyTakesBack(action);
}

/** Whether a later run may go on with some of its services only, and is told which have ended well. */
export function isToldInParts({ order: { services } }: RunSoFar): boolean {
  return services.length > 1 && services.length <= mostTold;
}

/** Whether other runs may tell GitHub of the same deployment. */
export function isShared({ order }: RunSoFar, { services }: OpenDeployment): boolean {
  return services.some((one) => !order.services.includes(one));
}

/** Whether a rollback has ended well: then a release that was still open is over. */
export function hasGoneBack({ order, ends }: RunSoFar): boolean {
  const outcomes = [...ends.values()];
  return order.action === 'rollback' && outcomes.some(({ kind }) => kind === 'rolled-back-as-asked');
}

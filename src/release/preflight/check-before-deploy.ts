import { EcsdeployError } from '../../model/error.ts';
import type { PreflightResult } from '../../model/preflight.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { Warning } from '../../model/release-event.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { DeployPreparation } from '../plan-deploy.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { DeployRequest } from '../requests.ts';
import { beforeDeployChecks } from './before-deploy-checks.ts';
import { settingsInForce } from '../safety-rules.ts';
import type { PreflightSubject } from './preflight-subject.ts';
import { hopeless, refuseHopeless } from './refuse-hopeless.ts';
import { runChecks } from './run-checks.ts';

/** A planned deploy, as far as it matters here. */
interface PlannedDeploy {
  readonly preparation: DeployPreparation;
  readonly plan: ReleasePlan;
  readonly controller: Controller;
  readonly adopted?: Deployment | undefined;
  readonly standing?: Outcome | undefined;
}

/**
 * Looks at what is new in a revision before anything changes. What the revision that the service is on names already is not asked for
 * again, so that a release that brings in only another image makes no call. What would certainly fail is refused, all else is told.
 * @throws EcsdeployError `refused.preflight`; never because something could not be read
 */
export async function checkBeforeDeploy(
  context: ReleaseContext,
  { unverified = false }: Pick<DeployRequest, 'unverified'>,
  planned: PlannedDeploy,
): Promise<void> {
  const { standing, adopted, plan } = planned;
  if (unverified || standing !== undefined || adopted !== undefined) return;
  const results = await resultsOf(context, planned);
  const refused = hopeless(results);
  for (const result of results) {
    const warning = refused.some((one) => one === result) ? undefined : warningFrom(result);
    if (warning !== undefined) context.report({ type: 'warning', warning });
  }
  const actions = results.flatMap((result) =>
    result.kind === 'skipped' && result.because.kind === 'permission' ? [result.because.action] : [],
  );
  if (actions.length > 0) {
    const warning = { kind: 'preflight-skipped', actions: [...new Set(actions)] } as const;
    context.report({ type: 'warning', warning });
  }
  refuseHopeless(plan.service, results);
}

/** What permissions are missing is told once for all; that there is nothing to compare with is no warning. */
function warningFrom(result: PreflightResult): Warning | undefined {
  if (result.kind === 'finding') return { kind: 'preflight', finding: result };
  if (result.kind !== 'skipped' || result.because.kind !== 'unreadable') return undefined;
  return { kind: 'evidence-missing', what: result.subject, error: result.because.error };
}

async function resultsOf(
  context: ReleaseContext,
  planned: PlannedDeploy,
): Promise<readonly PreflightResult[]> {
  try {
    return await runChecks(context, beforeDeployChecks, subjectOf(planned));
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const warning = { kind: 'evidence-missing', what: 'what the tasks need', error: error.message } as const;
    context.report({ type: 'warning', warning });
    return [];
  }
}

function subjectOf({ preparation, plan, controller }: PlannedDeploy): PreflightSubject {
  const { service, wanted, current } = preparation;
  return {
    service,
    definition: wanted.definition,
    running: current,
    settings: settingsInForce(service.settings, controller.kind === 'ecs' ? plan.update.settings : {}),
    controller: controller.kind === 'ecs' ? { kind: 'ecs' } : { kind: 'codedeploy' },
    ownRollback: true,
    timeout: plan.timeoutMilliseconds,
    built: [],
    readsSecretValues: false,
  };
}

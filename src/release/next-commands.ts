import type { Deployment } from '../model/deployment.ts';
import { deploymentName } from '../model/deployment-name.ts';
import type { Outcome } from '../model/outcome.ts';
import { expectFlag } from '../model/pause-name.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { nameFromArn, type ServiceRef } from '../model/service-ref.ts';

interface Ended {
  readonly action: ReleaseResult['action'];
  readonly outcome: Outcome;
  readonly service: ServiceRef;
  readonly deployment: Deployment | undefined;
  /** Its name in the configuration file, with the flags that lead there. */
  readonly calledAs?: string | undefined;
}

/** Commands that make sense after an outcome, most useful first. */
export function nextCommands({ action, outcome, service, deployment, calledAs }: Ended): string[] {
  const where = `--cluster ${service.cluster} --service ${service.service}`;
  const named = (id: string | undefined, who = where): string =>
    id === undefined ? who : `${who} --deployment ${nameFromArn(id)}`;
  const own = deployment && deploymentName(deployment);
  // Who only looked on is not told to drive.
  const verb = action === 'watch' ? 'watch' : 'resume';
  // Its gates stand in the file: without it nothing would be measured any more, and a success noted all the same.
  const comeBack = `ecsdeploy ${verb} ${named(own, verb === 'resume' ? calledAs : undefined)}`;
  const status = `ecsdeploy status ${where}`;
  const rollback = `ecsdeploy rollback ${where}`;
  const diagnose = `ecsdeploy diagnose ${where}`;
  // Going back once more would lead to what was to be left: while it is under way, or may be over, nobody is told to.
  const isWayBack = action === 'rollback' || action === 'reject' || action === 'abort';
  const goBack = isWayBack ? status : rollback;
  switch (outcome.kind) {
    case 'unwatched':
      return [comeBack, goBack];
    case 'waiting-for-approval': {
      const answer = `${where} ${expectFlag(outcome.approval)}`;
      const waitOn = action === 'watch' ? comeBack : `${comeBack} --wait`;
      return [`ecsdeploy approve ${answer}`, `ecsdeploy reject ${answer}`, waitOn];
    }
    case 'approved':
      return [`ecsdeploy watch ${named(own ?? outcome.approval.deployment)}`, goBack];
    case 'reached':
      return [comeBack, goBack];
    case 'interrupted':
      if (!outcome.started) return [];
      if (outcome.released === true) return [status, rollback];
      return outcome.rollingBack ? [comeBack] : [comeBack, goBack];
    case 'failed-rollback-unseen':
      return [comeBack, status];
    case 'failed-rollback-failed':
      return [status, rollback, diagnose];
    case 'stopped':
      // A deleted service has no status, and nothing to go back to.
      return outcome.because.kind === 'service-gone' ? [] : [status, rollback];
    case 'failed-left':
      return [diagnose, rollback];
    case 'inconclusive':
      // What was still to be measured is not lost: with new credentials it can go on.
      if (outcome.because.kind === 'credentials-expire') return [comeBack, goBack];
      return isWayBack ? [status] : [status, rollback];
    case 'superseded': {
      const { because } = outcome;
      return [`ecsdeploy watch ${named(because.kind === 'superseded' ? because.byDeployment : undefined)}`];
    }
    case 'failed-rolled-back':
      // Somebody's decision has no cause to look for.
      return [outcome.because.kind === 'stopped-by-someone' ? status : diagnose];
    case 'succeeded':
      return [rollback];
    case 'rolled-back-as-asked':
    case 'nothing-to-do':
    case 'planned':
    case 'declined':
    case 'not-started':
    case 'error':
      return [];
    default:
      return outcome satisfies never;
  }
}

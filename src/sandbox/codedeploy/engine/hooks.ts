import type { World } from '../../world.ts';
import type { HookableEvent, HookExecution, LifecycleEventRecord } from '../records/lifecycle-event.ts';
import { delays } from './delays.ts';
import type { DeploymentFault } from './error-information.ts';
import { failDeployment } from './fail-deployment.ts';
import { later, touch, type Going } from './going.ts';
import { reportHook } from './report-hook.ts';

/** Calls the functions of an event side by side, and goes on when all have reported success (3.2.4 of the specification). */
export function runHooks(going: Going, event: HookableEvent, done: () => void): void {
  const { world, deployment, run } = going;
  const executions = (deployment.revision.appSpec.hooks.get(event) ?? []).map((functionName) =>
    newExecution(world, event, functionName),
  );
  if (executions.length === 0) {
    done();
    return;
  }
  const limit = later(going, delays.hookLimit, 'hook is silent', () => {
    for (const execution of executions.filter(({ status }) => status === 'waiting')) {
      execution.status = 'timed-out';
    }
    objectTo(going, event, { kind: 'hook-silent' }, 'ScriptTimedOut');
  });
  run.hookOver = () => {
    if (executions.some(({ status }) => status === 'Failed')) {
      objectTo(going, event, { kind: 'hook-failed' }, 'ScriptFailed');
    } else if (executions.every(({ status }) => status === 'Succeeded')) {
      limit.cancel();
      run.plans.delete(limit);
      delete run.hookOver;
      done();
    }
  };
  for (const execution of executions) {
    deployment.hookExecutions.set(execution.id, execution);
    later(going, delays.lambdaCall, 'hook calls its function', () => call(going, execution));
  }
  touch(going);
}

/**
 * A function answers to the sandbox what it would report to CodeDeploy. One that is silent may still report by itself; so may one that answers
 * IN_PROGRESS, which is asked again if it says when.
 */
function call(going: Going, execution: HookExecution): void {
  const { world, deployment } = going;
  if (execution.status !== 'waiting') return;
  const { serviceRoleArn: roleArn } = deployment.settings;
  const payload = { DeploymentId: deployment.id, LifecycleEventHookExecutionId: execution.id };
  const answer = world.lambda.invoke(execution.functionName, payload, roleArn);
  if (answer.kind === 'silent') return;
  if (answer.kind === 'failed') {
    const fault: DeploymentFault =
      answer.because === 'not-found'
        ? { kind: 'no-function', functionName: execution.functionName }
        : { kind: 'no-permission', roleArn, service: 'AWSLambda' };
    execution.status = 'Failed';
    objectTo(going, execution.event, fault, 'ScriptFailed');
    return;
  }
  switch (answer.hookStatus) {
    case 'SUCCEEDED':
      reportHook(world, deployment, execution, 'Succeeded');
      return;
    case 'FAILED':
      reportHook(world, deployment, execution, 'Failed');
      return;
    case 'IN_PROGRESS':
      if (answer.callBackDelay === undefined) return;
      later(going, answer.callBackDelay * 1000, 'hook calls its function again', () =>
        call(going, execution),
      );
      return;
    default:
      // It has run, and said nothing to CodeDeploy.
      return;
  }
}

function objectTo(
  going: Going,
  event: HookableEvent,
  fault: DeploymentFault,
  errorCode: NonNullable<LifecycleEventRecord['diagnostics']>['errorCode'],
): void {
  const record = going.deployment.lifecycleEvents.find(({ name }) => name === event);
  failDeployment(going, fault);
  if (record !== undefined) {
    record.diagnostics = { errorCode, message: going.deployment.error?.message ?? '' };
  }
}

function newExecution(world: World, event: HookableEvent, functionName: string): HookExecution {
  return { id: world.random.base64url(100), event, functionName, status: 'waiting' };
}

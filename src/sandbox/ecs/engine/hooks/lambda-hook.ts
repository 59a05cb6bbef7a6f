import type { DeploymentLifecycleHookStatus } from '@aws-sdk/client-ecs';
import type { World } from '../../../world.ts';
import type { HookRun, LifecycleStage } from '../../records/lifecycle-hook.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { TrafficKind } from '../../records/shift.ts';
import { delays } from '../delays.ts';

const defaultCallBackSeconds = 30;

interface FunctionHook {
  readonly stage: LifecycleStage;
  readonly run: HookRun;
  readonly end: (status: DeploymentLifecycleHookStatus, objection?: string) => void;
}

/** Calls the function of a hook, and again as long as it answers IN_PROGRESS (2.4.6). One that is silent is left to the hook's time-out. */
export function askFunction(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  { stage, run, end }: FunctionHook,
): void {
  const { hookTargetArn: arn = '', roleArn } = run.hook;
  const executionId = world.random.uuid();
  let hookDetails = asDetails(run.hook.hookDetails);
  const objection = (text: string): string => `${stage} lifecycle hook(s) failed. ${text}`;

  const call = (): void => {
    const payload = {
      executionId,
      lifecycleStage: stage,
      resourceArn: record.arn,
      executionDetails: {
        serviceArn: service.arn,
        targetServiceRevisionArn: record.deployment.revision.arn,
        testTrafficWeights: weightsByArn(record, 'test'),
        productionTrafficWeights: weightsByArn(record, 'production'),
      },
      hookDetails,
    };
    const answer = world.lambda.invoke(arn, payload, roleArn);
    if (answer.kind === 'silent') return;
    if (answer.kind === 'failed') {
      end('FAILED', objection(answer.text));
      return;
    }
    hookDetails = { ...hookDetails, ...asDetails(answer.hookDetails) };
    switch (answer.hookStatus) {
      case 'SUCCEEDED':
        end('SUCCEEDED');
        return;
      case 'FAILED':
        end('FAILED', objection(`Lifecycle hook target ${arn} returned FAILED status.`));
        return;
      case 'IN_PROGRESS':
        callLater((answer.callBackDelay ?? defaultCallBackSeconds) * 1000);
        return;
      default: {
        // AWS's text is for a missing status; that for an unknown one is made like it.
        const what =
          answer.hookStatus === undefined
            ? 'HookStatus must not be null.'
            : `HookStatus ${answer.hookStatus} is not valid.`;
        end('FAILED', objection(`ECS was unable to parse the response from ${arn} due to: ${what}`));
      }
    }
  };
  const callLater = (delay: number): void => {
    run.plans.push(world.timeline.after(delay, 'hook calls its function', call));
  };
  callLater(delays.lambdaCall);
}

function asDetails(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function weightsByArn({ shift }: ServiceDeploymentRecord, which: TrafficKind): Record<string, number> {
  return Object.fromEntries([...(shift?.weights ?? [])].map(([{ arn }, weights]) => [arn, weights[which]]));
}

import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeploy } from '@aws-sdk/client-codedeploy';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Scheduler } from '@aws-sdk/client-scheduler';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { HttpRequest, HttpResponse } from '@smithy/core/transport';
import type { HttpHandlerOptions } from '@smithy/types';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { validateReply } from './validate-reply.ts';

/** The SDK's own clients on a sandbox in the same process. Every successful reply is held against AWS's model. */
export function clientsOf(sandbox: Sandbox) {
  const options = {
    region: sandbox.region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: validating(sandbox),
    maxAttempts: 1,
  };
  return {
    autoscaling: new ApplicationAutoScaling(options),
    cloudwatch: new CloudWatchClient(options),
    codedeploy: new CodeDeploy(options),
    ecr: new ECRClient(options),
    ecs: new ECSClient(options),
    elbv2: new ElasticLoadBalancingV2Client(options),
    eventBridge: new EventBridge(options),
    iam: new IAM(options),
    logs: new CloudWatchLogsClient(options),
    scheduler: new Scheduler(options),
    secretsManager: new SecretsManager(options),
    ssm: new SSM(options),
    sts: new STSClient(options),
  };
}

function validating(sandbox: Sandbox) {
  const inner = sandbox.requestHandler();
  return {
    async handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }> {
      const answer = await inner.handle(request, options);
      const call = sandbox.control.calls.recent(1)[0];
      if (answer.response.statusCode === 200 && call !== undefined) {
        const body = Buffer.from(answer.response.body as Uint8Array).toString();
        const problems = await validateReply(call.service as 'ecs', call.operation, body);
        if (problems.length > 0)
          throw new Error(`the reply is not what AWS would send:\n${problems.join('\n')}\n${body}`);
      }
      return answer;
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

/** What an SDK client throws, for comparison: the error's name and text. */
export async function refusal(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
  throw new Error('the call was not refused');
}

import { autoscalingOperations } from './application-autoscaling/operations/index.ts';
import { cloudwatchOperations } from './cloudwatch/operations/index.ts';
import { codedeployOperations } from './codedeploy/operations/index.ts';
import { ecrOperations } from './ecr/operations/index.ts';
import { ecsOperations } from './ecs/operations/index.ts';
import { elbv2Operations } from './elbv2/operations/index.ts';
import { eventBridgeOperations } from './eventbridge/operations/index.ts';
import { iamOperations } from './iam/operations/index.ts';
import { logsOperations } from './logs/operations/index.ts';
import type { Operation } from './operation.ts';
import { schedulerOperations } from './scheduler/operations/index.ts';
import { secretsManagerOperations } from './secretsmanager/operations/index.ts';
import type { ServiceName } from './service-name.ts';
import { ssmOperations } from './ssm/operations/index.ts';
import { stsOperations } from './sts/operations/index.ts';

/** What an operation is before one knows which: its input is checked against its own schema on the way in. */
export type AnyOperation = Operation<never, object>;

/** Everything that the sandbox answers, by service and AWS's name of the operation. */
export const operations: Readonly<Record<ServiceName, Readonly<Record<string, AnyOperation>>>> = {
  'application-autoscaling': autoscalingOperations,
  cloudwatch: cloudwatchOperations,
  codedeploy: codedeployOperations,
  ecr: ecrOperations,
  ecs: ecsOperations,
  elbv2: elbv2Operations,
  events: eventBridgeOperations,
  iam: iamOperations,
  logs: logsOperations,
  scheduler: schedulerOperations,
  secretsmanager: secretsManagerOperations,
  ssm: ssmOperations,
  sts: stsOperations,
};

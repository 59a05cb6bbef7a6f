import type { ServiceName } from '../../../service-name.ts';
import type { Rule } from '../requirement.ts';
import { codedeployRules } from './codedeploy.ts';
import { ecrRules } from './ecr.ts';
import { ecsRules } from './ecs.ts';
import { elbv2Rules } from './elbv2.ts';
import {
  autoscalingRules,
  cloudwatchRules,
  iamRules,
  logsRules,
  secretsManagerRules,
  ssmRules,
} from './lookups.ts';

/** By service and operation. An operation without a rule needs the action of its own name, on `*`. */
export const rules: Readonly<Partial<Record<ServiceName, Readonly<Record<string, Rule>>>>> = {
  'application-autoscaling': autoscalingRules,
  cloudwatch: cloudwatchRules,
  codedeploy: codedeployRules,
  ecr: ecrRules,
  ecs: ecsRules,
  elbv2: elbv2Rules,
  iam: iamRules,
  logs: logsRules,
  secretsmanager: secretsManagerRules,
  ssm: ssmRules,
  // "No permissions are required to perform this operation", API_GetCallerIdentity.
  sts: { GetCallerIdentity: () => [] },
};

import type { ErrorInformation } from '@aws-sdk/client-codedeploy';

/** Why a deployment ended badly. */
export type DeploymentFault =
  | { readonly kind: 'alarms'; readonly names: readonly string[] }
  | { readonly kind: 'alarms-unreadable'; readonly names: readonly string[] }
  | { readonly kind: 'stopped-by-user' }
  | { readonly kind: 'not-healthy' }
  | { readonly kind: 'ready-wait-over'; readonly minutes: number }
  | { readonly kind: 'hook-failed' }
  | { readonly kind: 'hook-silent' }
  | { readonly kind: 'no-permission'; readonly roleArn: string; readonly service: string }
  | { readonly kind: 'no-function'; readonly functionName: string }
  | { readonly kind: 'not-behind-listener'; readonly listenerArn: string }
  | { readonly kind: 'load-balancer'; readonly message: string }
  | { readonly kind: 'ecs'; readonly code: string; readonly message: string; readonly requestId: string }
  | { readonly kind: 'scaled-meanwhile' }
  | { readonly kind: 'not-code-deploy' };

/**
 * `errorInformation` for it (3.2.5 of the specification). The sandbox's own, made like their neighbours: that of an alarm that cannot be read,
 * of a function that is not there, of a service that was scaled meanwhile, and MANUAL_STOP's.
 */
export function errorInformation(fault: DeploymentFault): ErrorInformation {
  switch (fault.kind) {
    case 'alarms':
      return {
        code: 'ALARM_ACTIVE',
        message:
          'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments ' +
          `have been stopped. Activated alarms: ${fault.names.join(', ')}`,
      };
    case 'alarms-unreadable':
      return {
        code: 'CODEDEPLOY_RESOURCE_CANNOT_BE_FOUND',
        message: `The deployment was stopped because the state of these alarms could not be retrieved from Amazon CloudWatch: ${fault.names.join(', ')}`,
      };
    case 'stopped-by-user':
      return { code: 'MANUAL_STOP', message: 'The deployment was stopped by the user.' };
    case 'not-healthy':
      return {
        code: 'TIMEOUT',
        message:
          'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
      };
    case 'ready-wait-over':
      return {
        code: 'TIMEOUT',
        message: `The deployment timed out while waiting for a notification to continue. This time out period is ${fault.minutes} minutes.`,
      };
    case 'hook-failed':
      return {
        code: 'HOOK_EXECUTION_FAILURE',
        message:
          'The deployment failed because one or more of the lifecycle event validation functions failed.',
      };
    case 'hook-silent':
      return {
        code: 'HOOK_EXECUTION_FAILURE',
        message:
          'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a ' +
          'deployment hook is invoked.',
      };
    case 'no-permission':
      return {
        code: 'IAM_ROLE_PERMISSIONS',
        message: `The IAM role ${fault.roleArn} does not give you permission to perform operations in the following AWS service: ${fault.service}.`,
      };
    case 'no-function':
      return {
        code: 'INVALID_LAMBDA_FUNCTION',
        message: `The Lambda function ${fault.functionName} could not be found.`,
      };
    case 'not-behind-listener':
      return ofLoadBalancer(`Primary taskset target group must be behind listener ${fault.listenerArn}`);
    case 'load-balancer':
      return ofLoadBalancer(fault.message);
    case 'ecs':
      return {
        code: 'ECS_UPDATE_ERROR',
        message:
          `The ECS service cannot be updated due to an unexpected error: ${fault.message} (Service: AmazonECS; Status Code: 400; ` +
          `Error Code: ${fault.code}; Request ID: ${fault.requestId}; Proxy: null). Check your ECS service status.`,
      };
    case 'scaled-meanwhile':
      return {
        code: 'ECS_UPDATE_ERROR',
        message:
          'The deployment failed because the ECS service was scaled during the deployment and did not reach a steady state within 5 minutes.',
      };
    case 'not-code-deploy':
      return {
        code: 'INVALID_ECS_SERVICE',
        message: "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
      };
    default:
      return fault satisfies never;
  }
}

function ofLoadBalancer(message: string): ErrorInformation {
  return {
    code: 'ELASTIC_LOAD_BALANCING_INVALID',
    message: `The ELB could not be updated due to the following error: ${message}`,
  };
}

import type { CreateServiceCommandInput, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { invalidParameter, notSupportedYet } from '../refusals.ts';
import { controllers } from './deployment-controller.ts';

/** Refuses what a new service must not ask for, before anything is looked up. */
export function checkNewService(input: CreateServiceCommandInput): void {
  if (!/^[\w-]{1,255}$/.test(input.serviceName ?? '')) throw invalidParameter('Invalid service name.');
  if ((input.clientToken ?? '').length > 36) throw invalidParameter('idempotency token longer than 36.');
  checkController(input.deploymentController?.type);
  const strategy: string = input.schedulingStrategy ?? 'REPLICA';
  if (strategy === 'DAEMON') throw notSupportedYet('the scheduling strategy DAEMON');
  if (strategy !== 'REPLICA') throw invalidParameter('Scheduling strategy should be one of [REPLICA,DAEMON]');
  if (input.desiredCount === undefined) throw invalidParameter('DesiredCount is missing');
  if (input.desiredCount < 0) throw invalidParameter('DesiredCount can not be lesser than 0');
}

export function checkUpdate(input: UpdateServiceCommandInput): void {
  if (input.desiredCount !== undefined && input.desiredCount < 0) {
    throw invalidParameter('Task count can not be lesser than 0');
  }
}

function checkController(type: string | undefined): void {
  if (type === undefined || type === 'ECS' || type === 'CODE_DEPLOY') return;
  if (type === 'EXTERNAL') throw notSupportedYet('the deployment controller EXTERNAL');
  throw invalidParameter(`deployment controller type should be one of [${controllers.join(',')}]`);
}

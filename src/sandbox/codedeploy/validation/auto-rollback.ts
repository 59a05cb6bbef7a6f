import type { AutoRollbackConfiguration } from '@aws-sdk/client-codedeploy';
import { refused } from '../refusals.ts';

const events: readonly string[] = [
  'DEPLOYMENT_FAILURE',
  'DEPLOYMENT_STOP_ON_ALARM',
  'DEPLOYMENT_STOP_ON_REQUEST',
];

/** @throws InvalidAutoRollbackConfigException */
export function checkAutoRollback(
  config: AutoRollbackConfiguration | undefined,
): AutoRollbackConfiguration | undefined {
  if (config === undefined) return undefined;
  const asked = config.events ?? [];
  const unknown = asked.find((event) => !events.includes(event));
  if (unknown !== undefined) {
    throw invalid(`Auto rollback event '${unknown}' is not valid. Valid values are [${events.join(', ')}]`);
  }
  if (config.enabled === true && asked.length === 0) {
    throw invalid(
      'Deployment Groups need to have at least one event specified when auto rollback is enabled',
    );
  }
  return { enabled: config.enabled ?? false, events: asked };
}

function invalid(message: string): Error {
  return refused('InvalidAutoRollbackConfigException', message);
}

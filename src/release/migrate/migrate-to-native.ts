import type { CodeDeploySettings } from '../../model/codedeploy.ts';
import type { Migration } from '../../model/migration.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { checkAccount } from '../check-account.ts';
import type { ReleaseContext } from '../release-context.ts';
import { whileReading } from '../while-reading.ts';
import { planMigration } from './plan-migration.ts';
import { readEvidence } from './read-evidence.ts';

export interface MigrationRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: CodeDeploySettings | undefined;
}

/**
 * What it would take to have ECS itself release a service that CodeDeploy releases. Reads only.
 * @throws one of `refusals.ts`, where it cannot be moved as it stands
 */
export async function migrateToNative(
  context: ReleaseContext,
  { service, account, codeDeploy }: MigrationRequest,
): Promise<Migration> {
  const [evidence] = await whileReading(context, (reading) =>
    Promise.all([readEvidence(reading, service, codeDeploy), checkAccount(reading, account)]),
  );
  return planMigration(evidence);
}

import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManager as WholeSecretsManager,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { DescribeSecretCommand, GetSecretValueCommand };

/** Secrets Manager, as far as ecsdeploy calls it. */
export type SecretsManager = SecretsManagerClient & OperationsOf<WholeSecretsManager, typeof commands>;

export function openSecretsManager(settings: SecretsManagerClientConfig): SecretsManager {
  return withOperations<WholeSecretsManager, SecretsManagerClient, typeof commands>(
    new SecretsManagerClient(settings),
    commands,
  );
}

import { GetRoleCommand, IAMClient, type IAM, type IAMClientConfig } from '@aws-sdk/client-iam';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { GetRoleCommand };

/** IAM, as far as ecsdeploy calls it. */
export type Iam = IAMClient & OperationsOf<IAM, typeof commands>;

export function openIam(settings: IAMClientConfig): Iam {
  return withOperations<IAM, IAMClient, typeof commands>(new IAMClient(settings), commands);
}

import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  PutImageCommand,
  ECRClient,
  type ECR,
  type ECRClientConfig,
} from '@aws-sdk/client-ecr';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
  GetLifecyclePolicyCommand,
  PutImageCommand,
};

/** ECR, as far as ecsdeploy calls it. */
export type Ecr = ECRClient & OperationsOf<ECR, typeof commands>;

export function openEcr(settings: ECRClientConfig): Ecr {
  return withOperations<ECR, ECRClient, typeof commands>(new ECRClient(settings), commands);
}

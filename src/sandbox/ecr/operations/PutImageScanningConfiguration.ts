import type {
  PutImageScanningConfigurationCommandInput,
  PutImageScanningConfigurationCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { findRepository } from '../refusals.ts';

/** Kept and shown; nothing is scanned. */
export const PutImageScanningConfiguration: Operation<
  PutImageScanningConfigurationCommandInput,
  Output<PutImageScanningConfigurationCommandOutput>
> = (world, input) => {
  const repository = findRepository(world, input.repositoryName);
  const imageScanningConfiguration = { scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false };
  repository.description = { ...repository.description, imageScanningConfiguration };
  return {
    registryId: world.account,
    repositoryName: repository.description.repositoryName,
    imageScanningConfiguration,
  };
};

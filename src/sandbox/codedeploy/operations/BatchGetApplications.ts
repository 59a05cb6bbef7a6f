import type {
  BatchGetApplicationsCommandInput,
  BatchGetApplicationsCommandOutput,
} from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { findApplication } from '../lookup/application.ts';
import { batchTooLarge } from '../refusals.ts';
import { applicationView } from '../views/application-view.ts';

export const BatchGetApplications: Operation<
  BatchGetApplicationsCommandInput,
  Output<BatchGetApplicationsCommandOutput>
> = (world, input) => {
  const names = input.applicationNames ?? [];
  if (names.length > 100) throw batchTooLarge();
  return { applicationsInfo: names.map((name) => applicationView(findApplication(world, name))) };
};

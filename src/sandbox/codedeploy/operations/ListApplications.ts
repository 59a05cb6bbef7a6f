import type { ListApplicationsCommandInput, ListApplicationsCommandOutput } from '@aws-sdk/client-codedeploy';
import type { Operation, Output } from '../../operation.ts';
import { pageOfNames } from '../page.ts';

export const ListApplications: Operation<
  ListApplicationsCommandInput,
  Output<ListApplicationsCommandOutput>
> = (world, input) => {
  const { items, next } = pageOfNames([...world.codedeploy.applications.keys()].sort(), input.nextToken);
  return { applications: items, nextToken: next };
};

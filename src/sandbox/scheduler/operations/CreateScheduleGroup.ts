import type {
  CreateScheduleGroupCommandInput,
  CreateScheduleGroupCommandOutput,
} from '@aws-sdk/client-scheduler';
import type { Operation, Output } from '../../operation.ts';
import { checkName, groupArn } from '../find.ts';
import { groupExists } from '../refusals.ts';

/** The same request again (`ClientToken`) answers what the first one did. */
export const CreateScheduleGroup: Operation<
  CreateScheduleGroupCommandInput,
  Output<CreateScheduleGroupCommandOutput>
> = (world, { Name: name = '', ClientToken: clientToken }) => {
  checkName(name);
  const known = world.scheduler.groups.get(name);
  if (known !== undefined && (clientToken === undefined || known.clientToken !== clientToken)) {
    throw groupExists(name);
  }
  if (known === undefined) {
    const createdAt = world.timeline.now();
    world.scheduler.groups.set(name, { name, createdAt, clientToken, schedules: new Map() });
  }
  return { ScheduleGroupArn: groupArn(world, name) };
};

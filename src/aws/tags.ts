import type { Tag } from '../model/task-definition.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';

/** Adds or replaces tags of an ECS resource; repeating has no further effect. */
export async function tagResource(aws: Aws, arn: string, tags: readonly Tag[]): Promise<void> {
  await call(
    aws,
    { operation: 'ecs:TagResource', repeat: 'freely', attempts: 3 },
    aws.clients.ecs,
    (ecs, send) => ecs.tagResource({ resourceArn: arn, tags: [...tags] }, send),
  );
}

/** Takes tags away; those that are not there are no error. */
export async function untagResource(aws: Aws, arn: string, keys: readonly string[]): Promise<void> {
  await call(aws, { operation: 'ecs:UntagResource', repeat: 'freely' }, aws.clients.ecs, (ecs, send) =>
    ecs.untagResource({ resourceArn: arn, tagKeys: [...keys] }, send),
  );
}

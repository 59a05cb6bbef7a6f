import type { Tag } from '../model/task-definition.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

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

/** The tags of an ECS resource. Needs a permission of its own, `ecs:ListTagsForResource`. */
export async function listTags(
  aws: Aws,
  arn: string,
  options: Pick<CallOptions, 'attempts'> = {},
): Promise<Tag[]> {
  const output = await call(
    aws,
    { operation: 'ecs:ListTagsForResource', repeat: 'freely', ...options },
    aws.clients.ecs,
    (ecs, send) => ecs.listTagsForResource({ resourceArn: arn }, send),
  );
  return (output.tags ?? []).map(({ key = '', value = '' }) => ({ key, value }));
}

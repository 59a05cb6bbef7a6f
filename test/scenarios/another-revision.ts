import { imageOf, webTaskDefinition, type Rehearsal } from './rehearsal.ts';

/** Registers what somebody else is going to deploy. Returns its ARN. */
export async function anotherRevision({ ecs }: Rehearsal, version = 9): Promise<string> {
  const [container] = webTaskDefinition().containerDefinitions ?? [];
  const { taskDefinition } = await ecs.registerTaskDefinition(
    webTaskDefinition({ containerDefinitions: [{ ...container, image: imageOf(version) }] }),
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

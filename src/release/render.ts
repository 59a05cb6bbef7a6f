import { requireService } from '../aws/services.ts';
import { requireTaskDefinition } from '../aws/task-definitions.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import { assignImages } from '../task-definitions/assign-images.ts';
import type { TaskDefinitionWithTags } from '../task-definitions/load.ts';
import { renderTaskDefinition, type RenderedTaskDefinition } from '../task-definitions/render.ts';
import { originTags } from '../task-definitions/tags.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ImageRequest, TaskDefinitionSource } from './requests.ts';
import { whileReading } from './while-reading.ts';

export interface RenderRequest {
  /** Asked only where the task definition is what the service runs now. */
  readonly service: ServiceRef;
  readonly base: TaskDefinitionSource;
  readonly images: readonly ImageRequest[];
  readonly containers?: readonly string[] | undefined;
  readonly commit?: string | undefined;
}

/** The task definition as `deploy` would register it, tags and all. A file needs no AWS. */
export async function render(
  context: ReleaseContext,
  request: RenderRequest,
): Promise<RenderedTaskDefinition> {
  const base = await whileReading(context, (reading) => baseOf(reading, request));
  const images = assignImages(base.definition, request.images, request.containers);
  return renderTaskDefinition(base, images, originTags({ commit: request.commit }));
}

async function baseOf(
  { aws }: ReleaseContext,
  { base, service }: RenderRequest,
): Promise<TaskDefinitionWithTags> {
  switch (base.kind) {
    case 'file':
      return base;
    case 'revision':
      return await requireTaskDefinition(aws, base.nameOrArn);
    case 'live':
      return await requireTaskDefinition(aws, (await requireService(aws, service)).taskDefinition);
    default:
      return base satisfies never;
  }
}

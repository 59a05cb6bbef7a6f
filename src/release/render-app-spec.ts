import type { ServiceState } from '../aws/service-state.ts';
import { requireService } from '../aws/services.ts';
import { requireTaskDefinition } from '../aws/task-definitions.ts';
import { taskDefinitionPlaceholder, type AppSpec } from '../appspec/app-spec.ts';
import { appSpecFor } from '../appspec/app-spec-for.ts';
import { requireTrafficTarget } from '../appspec/traffic-target.ts';
import type { CodeDeploySettings } from '../model/codedeploy.ts';
import { EcsdeployError } from '../model/error.ts';
import { serviceName } from '../model/service-ref.ts';
import { assignImages } from '../task-definitions/assign-images.ts';
import { renderTaskDefinition } from '../task-definitions/render.ts';
import { findExisting } from './plan-deploy.ts';
import type { ReleaseContext } from './release-context.ts';
import type { RenderRequest } from './render.ts';
import { resolveImages } from './resolve-images.ts';
import { whileReading } from './while-reading.ts';

/** Nobody would read an AppSpec for this service. */
class NoAppSpec extends EcsdeployError {
  constructor({ ref, controller }: ServiceState) {
    super({
      code: 'appspec.other_controller',
      message: `Service "${serviceName(ref)}" has the deployment controller ${controller}, and only CODE_DEPLOY takes an AppSpec`,
      suggestions: ['Without --appspec the task definition is printed.'],
      details: { controller },
    });
  }
}

export interface AppSpecRequest extends RenderRequest {
  readonly codeDeploy: Pick<CodeDeploySettings, 'appSpec' | 'hooks'>;
}

/**
 * The AppSpec that `deploy` would send, with the placeholder where the revision is still to be registered. Reads only.
 * @throws NoAppSpec, NoTrafficTarget, StrangeTrafficTarget
 */
export async function renderAppSpec(context: ReleaseContext, request: AppSpecRequest): Promise<AppSpec> {
  return await whileReading(context, (reading) => rendered(reading, request));
}

async function rendered(context: ReleaseContext, request: AppSpecRequest): Promise<AppSpec> {
  const { aws } = context;
  const service = await requireService(aws, request.service);
  if (service.controller !== 'CODE_DEPLOY') throw new NoAppSpec(service);
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const current = await requireTaskDefinition(aws, primary?.taskDefinition ?? service.taskDefinition);
  const given =
    request.base.kind === 'revision' ? await requireTaskDefinition(aws, request.base.nameOrArn) : undefined;
  const base = request.base.kind === 'file' ? request.base : (given ?? current);
  const assigned = assignImages(base.definition, request.images, request.containers);
  const released = await resolveImages(context, assigned, request.images, 'digest');
  const wanted = renderTaskDefinition(
    base,
    new Map(released.map(({ container, image }) => [container, image])),
  );
  const existing = await findExisting(context, wanted, current, given);
  const appSpec = appSpecFor(service, request.codeDeploy, existing?.arn ?? taskDefinitionPlaceholder);
  requireTrafficTarget(appSpec, wanted.definition);
  return appSpec;
}

import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import { serviceName, type ServiceRef } from '../model/service-ref.ts';

/** AWS knows no such deployment of the service, or none at all. */
export class DeploymentNotFound extends EcsdeployError {
  constructor(service: ServiceRef, deployment?: string) {
    super({
      code: 'deployment.not_found',
      message:
        deployment === undefined
          ? `AWS remembers no deployment of service "${serviceName(service)}"`
          : `Service "${serviceName(service)}" has no deployment "${deployment}"`,
      suggestions: [
        ...(deployment === undefined
          ? [`Look with \`ecsdeploy status --cluster ${service.cluster} --service ${service.service}\`.`]
          : ['Leave --deployment away to take the one in progress.']),
        'AWS forgets deployments after 90 days.',
      ],
      details: { deployment },
    });
  }
}

/** The deployment that was named, also after its end. @throws DeploymentNotFound */
export async function requireNamedDeployment(
  controller: Controller,
  service: ServiceRef,
  idOrArn: string,
): Promise<Deployment> {
  const found = await controller.locate(service, idOrArn);
  if (found === undefined) throw new DeploymentNotFound(service, idOrArn);
  return found;
}

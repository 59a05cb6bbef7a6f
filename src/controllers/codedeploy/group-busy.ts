import { EcsdeployError } from '../../model/error.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';

/** CodeDeploy takes one deployment of a group at a time, and there is another one. */
export class GroupBusy extends EcsdeployError {
  constructor(service: ServiceRef, other: string | undefined, cause: unknown) {
    const { cluster, service: name } = service;
    super({
      code: 'refused.busy',
      message: `Service "${serviceName(service)}" is being deployed by CodeDeploy${other === undefined ? '' : ` (${other})`}`,
      suggestions: [
        'Wait for it with --if-busy wait, or have it taken back first with --if-busy replace.',
        `See it with \`ecsdeploy watch --cluster ${cluster} --service ${name}\`.`,
      ],
      details: { deployment: other },
      cause,
    });
  }
}

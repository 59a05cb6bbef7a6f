import { EcsdeployError } from '../model/error.ts';
import { shiftsTraffic, type Until } from '../model/lifecycle.ts';
import { serviceName, type ServiceRef } from '../model/service-ref.ts';

/** A rolling deployment has no stages that AWS names, and its traffic moves with its tasks. */
class NothingToReach extends EcsdeployError {
  constructor(service: ServiceRef, until: string, strategy: string) {
    super({
      code: 'refused.nothing_to_reach',
      message: `--until ${until} cannot be reached: "${serviceName(service)}" is deployed with ${strategy}, which has no such stage`,
      suggestions: [
        'Leave it out, or use --until succeeded or paused.',
        'Stages are those of BLUE_GREEN, CANARY and LINEAR (--strategy).',
      ],
      details: { until, strategy },
    });
  }
}

/** Refuses a place to follow to that the strategy does not have. @throws NothingToReach */
export function refuseUntil(service: ServiceRef, until: Until | undefined, strategy: string): void {
  if (until === undefined || shiftsTraffic(strategy)) return;
  if (until.kind === 'stage') throw new NothingToReach(service, until.stage, strategy);
  if (until.kind === 'traffic-shifted') throw new NothingToReach(service, until.kind, strategy);
}

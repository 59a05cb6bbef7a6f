import type { ServiceRef } from '../../model/service-ref.ts';
import type { CommitOrderRules } from '../commit-order.ts';
import type { GateRequest, NamedGroup } from '../requests.ts';

/** What runs healthy in another environment is to be released: where that is, and what is to become of it. */
export interface PromotionRequest {
  /** The other environment, as `ecsdeploy.yml` calls it. */
  readonly environment: string;
  /** The one that is released to, as far as it has a name. */
  readonly into?: string | undefined;
  readonly service: ServiceRef;
  readonly region?: string | undefined;
  /** Of the AWS credentials that may read there; absent: those of the run. */
  readonly profile?: string | undefined;
  /** The account that the configuration names; another one is refused. */
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
  /** Containers that take images there. */
  readonly containers?: readonly string[] | undefined;
  /** What is measured of a release there. */
  readonly gates: GateRequest;
  /** Where this environment takes its images from, a name in ECR or a whole URI; absent: as its task definition says. */
  readonly repository?: string | undefined;
  /** The commit that has to run there; absent: whichever does. */
  readonly commit?: string | undefined;
  /** What a clone tells of the commit. @throws EcsdeployError where it has to be newer, and nothing tells */
  readonly aboutCommit: (commit: string | undefined) => Promise<AboutCommit>;
}

interface AboutCommit {
  readonly subject?: string | undefined;
  readonly order?: CommitOrderRules | undefined;
}

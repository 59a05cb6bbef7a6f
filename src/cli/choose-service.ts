import type { Aws } from '../aws/aws.ts';
import { listClusterNames, listServiceNames } from '../aws/list-services.ts';
import { EcsdeployError } from '../model/error.ts';
import { nameFromArn, type ServiceRef } from '../model/service-ref.ts';

/** A service as far as flags name it. */
export interface NamedService {
  readonly cluster?: string | undefined;
  readonly service?: string | undefined;
}

/** Nobody can be asked which service is meant. */
class ServiceUnnamed extends EcsdeployError {
  constructor({ cluster, service }: NamedService) {
    const missing = [
      ...(cluster === undefined ? ['--cluster'] : []),
      ...(service === undefined ? ['--service'] : []),
    ].join(' and ');
    super({
      code: 'usage.service_missing',
      message: `${missing} ${missing.includes(' ') ? 'are' : 'is'} needed to say which service is meant, where nobody can be asked`,
      suggestions: [
        'Give both: ecsdeploy init --cluster <name> --service <name>.',
        'List them with `aws ecs list-clusters` and `aws ecs list-services --cluster <name>`.',
      ],
    });
  }
}

class NothingToChoose extends EcsdeployError {
  constructor(what: string) {
    super({
      code: 'service.not_found',
      message: `There is no ${what}`,
      suggestions: ['Check --region, --cluster and AWS_PROFILE.'],
    });
  }
}

class NothingChosen extends EcsdeployError {
  constructor() {
    super({ code: 'declined.init', message: 'No service was chosen, and nothing was written' });
  }
}

/** Asks a person for one of several names. */
export type Choose = (question: string, names: readonly string[]) => Promise<string | undefined>;

/** Looks at AWS, and is done with it when it returns. */
export type Look = <Seen>(see: (aws: Aws) => Promise<Seen>) => Promise<Seen>;

/** @throws ServiceUnnamed when a name is missing and nobody can be asked */
export function namedService(named: NamedService, canAsk: boolean): void {
  if (!canAsk && (named.cluster === undefined || named.service === undefined))
    throw new ServiceUnnamed(named);
}

/**
 * The service that is meant: what is not named is chosen from what there is; where there is only one, it is meant. It asks between two
 * looks and never within one: who looks also takes Ctrl-C in hand, and a question that nobody answers would go on waiting.
 * @throws NothingToChoose, NothingChosen
 */
export async function chooseService(
  look: Look,
  { cluster: namedCluster, service: named }: NamedService,
  ask: Choose,
): Promise<ServiceRef> {
  const pick = async (question: string, { names, what }: Choice): Promise<string> => {
    const [only] = names;
    if (only === undefined) throw new NothingToChoose(what);
    const chosen = names.length === 1 ? only : await ask(question, names);
    if (chosen === undefined) throw new NothingChosen();
    return chosen;
  };
  const cluster =
    namedCluster === undefined ? await pick('Cluster?', await look(clusters)) : nameFromArn(namedCluster);
  const service =
    named === undefined
      ? await pick('Service?', await look((aws) => servicesIn(aws, cluster)))
      : nameFromArn(named);
  return { cluster, service };
}

interface Choice {
  readonly names: readonly string[];
  /** What it is that there may be none of. */
  readonly what: string;
}

async function clusters(aws: Aws): Promise<Choice> {
  return { names: await listClusterNames(aws), what: `cluster in ${await aws.clients.region()}` };
}

async function servicesIn(aws: Aws, cluster: string): Promise<Choice> {
  return { names: await listServiceNames(aws, cluster), what: `service in the cluster "${cluster}"` };
}

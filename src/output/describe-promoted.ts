import type { PromotedFrom } from '../model/promoted-from.ts';
import { revisionName, serviceName } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';
import { describeMoment } from './moment.ts';

/** Where the images of a release were found, a line for each thing that is known of them. */
export function describePromoted(from: PromotedFrom): string[] {
  const { environment, service, region, account, taskDefinition, since, commit, subject, images } = from;
  const origin = [
    commit === undefined ? 'of an unknown commit' : `commit ${harmless(commit)}`,
    ...(subject === undefined ? [] : [`"${harmless(subject)}"`]),
  ];
  return [
    `${harmless(environment)}: ${serviceName(service)} (${region}, account ${account})`,
    `${revisionName(taskDefinition)}, healthy, serving since ${describeMoment(since)}, ${origin.join(' ')}`,
    ...images.map(({ container, runs }) => `${container}: ${harmless(runs)}`),
  ];
}

import { createRepositoryCommand, type RepositoryAnswer } from '../../aws/repositories.ts';
import { EcsdeployError } from '../../model/error.ts';
import { formatImageReference, parseImageReference } from '../../model/image-reference.ts';
import type { BothSides } from './image-for.ts';
import type { EcrHome } from './image-home.ts';
import type { RunningImage } from './running-image.ts';

/** What is missing where. */
interface Missing {
  readonly image: RunningImage;
  /** Where the image is, if that is in ECR. */
  readonly home?: EcrHome | undefined;
  /** Where it should be. */
  readonly answer: RepositoryAnswer;
}

/** The repository that this environment takes its images from does not hold what runs in the other one. */
export class NotReplicated extends EcsdeployError {
  constructor({ from, here }: BothSides, { image, home, answer }: Missing) {
    const { digest } = image;
    const uri = repositoryUri(answer);
    const source = `${image.repository}@${digest}`;
    const into = from.into ?? 'this environment';
    super({
      code: 'refused.not_replicated',
      message:
        answer.kind === 'missing'
          ? `${into} takes its images from ${uri} (account ${here.account}, ${here.region}), which does not exist, and ${from.environment} runs ${source}`
          : `${into} takes its images from ${uri}, which does not hold ${digest}, and ${from.environment} runs it from ${image.repository}`,
      suggestions: [
        ...(answer.kind === 'missing'
          ? [`Make the repository: ${createRepositoryCommand(answer.place)}`]
          : []),
        `Copy the image as it is: ${copyCommand(image, uri)}`,
        ...(home === undefined || answer.kind === 'elsewhere' ? [] : [replication(home, answer, here)]),
        `Or, where ${into} may pull from there, name that repository as its "image.repository" in ecsdeploy.yml: ${image.repository}`,
      ],
      details: {
        environment: from.environment,
        digest,
        from: { repository: image.repository, ...home },
        to: { repository: uri, account: here.account, region: here.region },
      },
    });
  }
}

/** As images are named by it; of one that does not exist, as it was written. */
export function repositoryUri(answer: RepositoryAnswer): string {
  switch (answer.kind) {
    case 'found':
      return answer.repository.uri;
    case 'missing':
      return formatImageReference({ registry: answer.place.registry, repository: answer.place.name });
    case 'elsewhere':
      return formatImageReference({ registry: answer.registry, repository: answer.name });
    default:
      return answer satisfies never;
  }
}

/**
 * An image of several platforms with all of them, and refused where the digest would change.
 * https://github.com/containers/skopeo/blob/main/docs/skopeo-copy.1.md
 */
function copyCommand({ repository, digest, tag }: RunningImage, uri: string): string {
  const host = parseImageReference(uri)?.registry === undefined ? '<registry>/' : '';
  const to = tag === undefined ? `${host}${uri}@${digest}` : `${host}${uri}:${tag}`;
  return `skopeo copy --all --preserve-digests docker://${repository}@${digest} docker://${to}`;
}

/**
 * What makes later images come by themselves. ECR keeps the name of a repository, copies only what is pushed from then on, and wants the other
 * account to allow it. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
function replication(
  home: EcrHome,
  answer: Exclude<RepositoryAnswer, { kind: 'elsewhere' }>,
  here: BothSides['here'],
): string {
  const place = answer.kind === 'found' ? answer.repository : answer.place;
  const account = place.account ?? here.account;
  const region = place.region ?? here.region;
  if (home.account === account && home.region === region)
    return 'Or let both environments use one repository: then nothing has to be copied.';
  if (home.name !== place.name)
    return `ECR replicates under the same name only: from "${home.name}" nothing comes into "${place.name}" by itself.`;
  const permission =
    home.account === account ? '' : `, and a registry policy in account ${account} has to allow it`;
  return `For later releases have ECR replicate ${home.name} from account ${home.account}, ${home.region} to account ${account}, ${region}: a replication rule there copies what is pushed from then on${permission}.`;
}

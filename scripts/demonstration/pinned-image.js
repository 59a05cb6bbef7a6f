import { ECR } from '@aws-sdk/client-ecr';
import { credentials, region } from './program.js';

/** `<repository>@<digest>`, which is how a release names the image with that tag, from the registry of the sandbox at `endpoint`. */
export async function pinnedImage(endpoint, repositoryName, imageTag) {
  const ecr = new ECR({ region, credentials, endpoint });
  const { repositories } = await ecr.describeRepositories({ repositoryNames: [repositoryName] });
  const { imageDetails } = await ecr.describeImages({ repositoryName, imageIds: [{ imageTag }] });
  return `${repositories[0].repositoryUri}@${imageDetails[0].imageDigest}`;
}

import { deniedCall } from './advice.ts';
import type { CatalogueEntry } from './entry.ts';
import { apiReference, ecrGuide, thread } from './sources.ts';

/** Docker and ECR, before anything is deployed. */
export const buildAndPush: readonly CatalogueEntry[] = [
  {
    id: 'push.not-logged-in',
    says: ['no basic auth credentials', 'push access denied', 'Your authorization token has expired'],
    cause:
      'The client is not logged in to this registry, or its login has expired or was overwritten by another job',
    advice:
      "Log in to the host of the repository's own account and region, and keep the login in a DOCKER_CONFIG of the job; then push once more.",
    heal: 'retry',
    source: [ecrGuide('common-errors-docker'), thread('aws-actions/amazon-ecr-login', 337)],
    examples: [
      'no basic auth credentials',
      'push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ],
  },
  {
    id: 'push.denied',
    says: [
      'not authorized to perform: ecr:PutImage',
      'not authorized to perform: ecr:InitiateLayerUpload',
      'not authorized to perform: ecr:UploadLayerPart',
      'not authorized to perform: ecr:CompleteLayerUpload',
    ],
    hints: ['ecr:PutImage', 'ecr:InitiateLayerUpload'],
    cause: '<principal|Whoever pushes> may not push to the repository',
    advice:
      'Allow ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage on <resource|the repository> to <principal|whoever pushes>.',
    heal: 'never',
    reads: deniedCall,
    source: [ecrGuide('image-push-iam')],
    examples: [
      'denied: User: arn:aws:sts::123456789012:assumed-role/github-deploy/session is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:123456789012:repository/shop/web because no identity-based policy allows the ecr:InitiateLayerUpload action',
    ],
  },
  {
    id: 'push.repository-missing',
    says: [
      "name unknown: The repository with name '",
      'The repository with name … does not exist in the registry',
    ],
    hints: ['name unknown:', 'RepositoryNotFoundException'],
    cause:
      'There is no repository <repository|of this name> in the registry of account <registry|and region>',
    advice:
      'Create <repository|it>, or correct account and region of the image: a push creates no repository.',
    heal: 'never',
    reads: [/repository with name '(?<repository>[^']+)'/i, /registry with id '(?<registry>[^']+)'/i],
    source: [ecrGuide('common-errors-docker')],
    examples: [
      "name unknown: The repository with name 'shop/web' does not exist in the registry with id '123456789012'",
    ],
  },
  {
    id: 'push.tag-immutable',
    says: ['cannot be overwritten because the repository is immutable', 'ImageTagAlreadyExistsException'],
    hints: ['tag invalid:', 'repository is immutable'],
    cause: 'The tag <tag|of the image> is taken, and the repository does not let tags be moved',
    advice:
      'A tag that names its commit holds that image already: deploy its digest. Otherwise push under another tag.',
    heal: 'never',
    reads: [/image tag '(?<tag>[^']+)'/i],
    source: [
      ecrGuide('image-tag-mutability'),
      thread('moby/buildkit', 3776),
      thread('aws/containers-roadmap', 2380),
    ],
    examples: [
      "tag invalid: The image tag '4f2a9c1' already exists in the 'shop/web' repository and cannot be overwritten because the repository is immutable.",
      "ImageTagAlreadyExistsException: The image tag '4f2a9c1' already exists in the 'shop/web' repository and cannot be overwritten because the tag is immutable.",
    ],
  },
  {
    id: 'push.throttled',
    says: ['TOOMANYREQUESTS: Rate exceeded', 'Unknown: Rate exceeded'],
    cause: 'ECR throttles: too many requests at once',
    advice: 'Wait and push again, with fewer pushes side by side.',
    heal: 'retry',
    source: [ecrGuide('common-errors')],
    examples: ['TOOMANYREQUESTS: Rate exceeded', 'Unknown: Rate exceeded'],
  },
  {
    id: 'push.refused',
    says: ['retrying in … EOF', 'failed to do request: Put … EOF', 'failed to do request: Post … EOF'],
    hints: ['push … EOF', ': retrying in … seconds', '^EOF$'],
    cause:
      'The registry breaks the push off: usually because ecr:PutImage is missing, or the repository, or by a proxy',
    advice: 'Check that the repository exists, and that whoever pushes may ecr:PutImage on it.',
    heal: 'never',
    confidence: 'medium',
    source: [thread('aws/aws-dotnet-deploy', 474), ecrGuide('image-push-iam')],
    examples: ['5f70bf18a086: Retrying in 5 seconds EOF'],
  },
  {
    id: 'build.step-failed',
    says: ['did not complete successfully: exit code', 'returned a non-zero code:'],
    hints: ['failed to solve'],
    cause: 'A step of the Dockerfile failed: <step|see the message>',
    advice: 'The reason stands in the lines above it, in the output of that step.',
    heal: 'never',
    reads: [/process '(?<step>[^']+)'/i, /The command '(?<step>[^']+)'/i],
    source: ['https://docs.docker.com/build/building/best-practices/'],
    examples: [
      'ERROR: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
      "The command '/bin/sh -c npm ci' returned a non-zero code: 1",
    ],
  },
  {
    id: 'build.attested-index',
    says: [' is a manifest list'],
    cause: 'Buildx added an attestation, which turned the single image into an index',
    advice: 'Build with --provenance=false, or join the images with `docker buildx imagetools create`.',
    heal: 'never',
    source: [thread('kubernetes-sigs/aws-ebs-csi-driver', 1489)],
    examples: ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:4f2a9c1-arm64 is a manifest list'],
  },
  {
    id: 'build.load-index',
    says: ['does not currently support exporting manifest lists'],
    hints: ['exporting manifest lists'],
    cause: 'The local engine cannot hold an image of several platforms or with attestations',
    advice: 'Push it instead of loading it, or build one platform with --provenance=false.',
    heal: 'never',
    source: [thread('CircleCI-Public/aws-ecr-orb', 373), thread('docker/buildx', 59)],
    examples: ['ERROR: docker exporter does not currently support exporting manifest lists'],
  },
  {
    id: 'push.index-before-images',
    says: ['ReferencedImagesNotFoundException', 'manifest list is referencing an image that does not exist'],
    hints: ['referencing an image that does not exist'],
    cause: 'The index names images that are not in the repository: pushed too early, or expired',
    advice: "Push the platforms' images first, and repeat the push of the index once.",
    heal: 'retry',
    source: [apiReference('AmazonECR', 'PutImage')],
    examples: [
      'ReferencedImagesNotFoundException: The manifest list is referencing an image that does not exist.',
    ],
  },
];

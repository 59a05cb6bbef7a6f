import { checkNetwork, deniedCall } from './advice.ts';
import type { CatalogueEntry } from './entry.ts';
import { ecsGuide, file, thread } from './sources.ts';

const guide = ecsGuide('task_cannot_pull_image');
const agent = file('aws/amazon-ecs-agent', 'ecs-agent/api/errors/errors.go');
const image: readonly RegExp[] = [
  /pull access denied for (?<image>[^\s,]+)/i,
  /failed to resolve ref '?(?<image>[^\s']+?)'?:? /i,
  /cannot pull '(?<image>[^']+)'/i,
  /repository (?<image>[^\s:]+) not found/i,
];

/**
 * The image cannot be pulled. Platform before "not found", which those messages say too; permission before "does not exist",
 * which Docker begins alike.
 */
export const pulling: readonly CatalogueEntry[] = [
  {
    id: 'image.wrong-platform',
    says: ['does not contain descriptor matching platform', 'failed to find a descriptor for platform'],
    hints: ['no matching manifest for', 'matching platform', 'descriptor for platform'],
    cause: 'The image was not built for the platform of the task, <platform|its CPU>',
    advice: 'Build with the right --platform, or set runtimePlatform.cpuArchitecture in the task definition.',
    heal: 'never',
    reads: [/matching platform '(?<platform>[^']+)'/i, /descriptor for platform \{(?<platform>[^}]+)\}/i],
    source: [guide, thread('aws/containers-roadmap', 1120)],
    examples: [
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
      'CannotPullContainerError: failed to find a descriptor for platform {linux/amd64}',
    ],
  },
  {
    id: 'image.attestation',
    says: ['no processor for media-type', 'application/vnd.in-toto'],
    cause: 'The task points at a build attestation instead of an image',
    advice: "Deploy the index's digest, or build with --provenance=false.",
    heal: 'never',
    source: [thread('aws/aws-cdk', 30258), thread('aws/aws-cdk', 30680)],
    examples: [
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to unpack image on snapshotter overlayfs: failed to extract layer sha256:3f109bdc111654895fa69f5b4c02d85eb8e6aaf8cb15eff5a32aee5872d4deb2: failed to get stream processor for application/vnd.in-toto+json: no processor for media-type: unknown',
      'CannotPullContainerError: unsupported media type application/vnd.in-toto+json',
    ],
  },
  {
    id: 'image.pull-denied',
    says: [
      'role has the permissions to pull images',
      // Without what was to be done it may be a build or a push.
      "can't pull the image … not authorized to perform: ecr:",
      'cannot pull … not authorized to perform: ecr:',
      'CannotPullContainerError … not authorized to perform: ecr:',
      'pull access denied … not authorized to perform: ecr:',
      'registry auth … not authorized to perform: ecr:',
    ],
    hints: [
      'cannot pull … AccessDenied',
      'cannot pull … 403 forbidden',
      'CannotPullContainerError … 403 forbidden',
    ],
    cause: '<principal|The task> may not pull the image',
    advice:
      'Attach AmazonECSTaskExecutionRolePolicy to the execution role (on EC2 without one: to the instance role); across accounts the repository policy must allow it too.',
    heal: 'never',
    reads: deniedCall,
    source: [guide, agent],
    examples: [
      "The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web, repository does not exist or may require 'docker login': denied: User: arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/i-0123456789abcdef0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:123456789012:repository/shop/web because no identity-based policy allows the ecr:BatchGetImage action",
      'CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry.',
    ],
  },
  {
    id: 'image.pull-rate',
    says: ['toomanyrequests: You have reached your', 'pull rate limit'],
    hints: ['CannotPullContainerError … toomanyrequests', 'toomanyrequests', '429 too many requests'],
    cause: 'The registry limits how often images are pulled',
    advice: 'Use a copy of the image in ECR (a pull-through cache does it by itself).',
    heal: 'maybe',
    source: [guide],
    examples: [
      'CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/latest: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
    ],
  },
  {
    id: 'image.no-network',
    says: [
      "can't pull the image. Check your network configuration",
      "cannot pull '… connection issue between the task and Amazon ECR",
      "cannot pull '… from the Amazon ECR repository",
      'CannotPullContainerError … i/o timeout',
      'CannotPullContainerError … request canceled',
      'API error (500): Get https:// … request canceled',
      'failed to do request: … i/o timeout',
    ],
    hints: [
      'CannotPullContainerError … no such host',
      'CannotPullContainerError … connection refused',
      'CannotPullContainerError … deadline exceeded',
      'cannot pull … timeout',
      'cannot pull … network',
      "can't pull the image … network",
    ],
    cause: 'The task has no network path to the registry',
    advice: checkNetwork,
    heal: 'never',
    source: [guide, agent, thread('tryretool/terraform-aws-retool-ecs-fargate', 20)],
    examples: [
      'The task can’t pull the image. Check your network configuration. RequestError: send request failed caused by: Post "https://api.ecr.eu-west-1.amazonaws.com/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
      'CannotPullContainerError: API error (500): Get https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection',
      "The task cannot pull 'shop/web:4f2a9c1' from the Amazon ECR repository '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web'. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:latest: failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": dial tcp 44.205.64.79:443: i/o timeout',
    ],
  },
  {
    id: 'image.pull-canceled',
    says: ['CannotPullContainerError … context canceled', 'pull command failed: panic: runtime error'],
    hints: ['pull command failed'],
    cause: 'Pulling the image was cut off: usually there is no path to ECR, or to its layers in S3',
    advice: `${checkNetwork} The policy of an S3 endpoint must let the layers of ECR through.`,
    heal: 'never',
    source: [guide],
    examples: [
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:4f2a9c1: context canceled',
      'CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference',
    ],
  },
  {
    id: 'image.layer-refused',
    says: [
      'CannotPullContainerError … failed to copy: httpReaderSeeker',
      'failed to copy: httpReaderSeeker: failed open',
    ],
    hints: ['httpReaderSeeker'],
    cause:
      'A layer of the image was refused: by the policy of an S3 endpoint, because it expired, or by a rate limit',
    advice: "Check the policy of the S3 gateway endpoint, the registry's lifecycle rules, and its limits.",
    heal: 'maybe',
    source: [guide],
    examples: [
      'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code',
    ],
  },
  {
    id: 'image.disk-full',
    says: ['GetImageBlob … no space left on device', 'CannotPullContainerError … no space left on device'],
    hints: ['no space left on device', 'no space left', 'GetImageBlob'],
    cause: 'The disk is too small for the image',
    advice:
      'Set a larger ephemeralStorage, or a larger volume on the instance; on a machine that builds, free space.',
    heal: 'never',
    source: [guide],
    examples: [
      'CannotPullContainerError: write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
      'write /var/lib/docker/tmp/GetImageBlob111111111: no space left on device',
    ],
  },
  {
    id: 'image.private-or-missing',
    says: [
      'Check whether the image exists',
      'pull access denied for … requested access to the resource is denied',
      'pull access denied for … repository does not exist',
      'pull access denied, repository does not exist',
      'failed to fetch anonymous token',
      'CannotPullContainerError … 401 unauthorized',
    ],
    hints: ['pull access denied', 'requested access to the resource is denied', "may require 'docker login'"],
    cause: 'The repository of <image|the image> does not exist, or is private',
    advice: 'Check the URI of the image; a private registry other than ECR needs repositoryCredentials.',
    heal: 'never',
    reads: image,
    source: [guide, agent],
    examples: [
      "The task can’t pull the image. Check whether the image exists. Error response from daemon: pull access denied for shop/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref docker.io/shop/web:4f2a9c1: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ],
  },
  {
    id: 'image.not-found',
    says: [
      'CannotPullContainerError … not found',
      'CannotPullContainerError … manifest unknown',
      'CannotPullContainerError … does not exist',
      'failed to resolve ref … not found',
      'API error (404): repository … not found',
    ],
    hints: ['cannot pull … not found', 'manifest unknown', 'cannot pull … does not exist'],
    cause: 'The image is not in the registry',
    advice: 'Check repository, tag and region; push the image, or see whether a lifecycle rule removed it.',
    heal: 'never',
    reads: image,
    source: [guide, thread('aws/aws-cdk-cli', 1505)],
    examples: [
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:4f2a9c1: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:4f2a9c1: not found',
      'CannotPullContainerError: API error (404): repository shop/web not found',
    ],
  },
];

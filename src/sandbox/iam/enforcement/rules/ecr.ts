import type { Endpoint } from '../../../registry/endpoint.ts';
import { arnOf, listOf, textOf, textsOf, type Place, type Requirement, type Rule } from '../requirement.ts';

// "Actions, resources, and condition keys for Amazon Elastic Container Registry", service authorization reference.

const repositoryArn = (name: string, place: Place): string => arnOf('ecr', place, `repository/${name}`);

function onRepository(action: string): Rule {
  return (input, world) => [
    { action: `ecr:${action}`, resource: repositoryArn(textOf(input, 'repositoryName') ?? '*', world) },
  ];
}

function onResource(action: string): Rule {
  return (input) => [{ action: `ecr:${action}`, resource: textOf(input, 'resourceArn') ?? '*' }];
}

const onRepositories = [
  'BatchCheckLayerAvailability',
  'BatchDeleteImage',
  'BatchGetImage',
  'DeleteLifecyclePolicy',
  'DeleteRepository',
  'DescribeImages',
  'GetDownloadUrlForLayer',
  'GetLifecyclePolicy',
  'GetLifecyclePolicyPreview',
  'ListImages',
  'PutImage',
  'PutImageScanningConfiguration',
  'PutImageTagMutability',
  'PutLifecyclePolicy',
  'StartLifecyclePolicyPreview',
];

/** What is not here, as `GetAuthorizationToken`, needs its own action on `*`. */
export const ecrRules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(onRepositories.map((action) => [action, onRepository(action)])),
  CreateRepository: (input, world) => {
    const resource = repositoryArn(textOf(input, 'repositoryName') ?? '*', world);
    const tagging = listOf(input, 'tags').length === 0 ? [] : [{ action: 'ecr:TagResource', resource }];
    return [{ action: 'ecr:CreateRepository', resource }, ...tagging];
  },
  DescribeRepositories: (input, world) => {
    const names = textsOf(input, 'repositoryNames');
    return (names.length === 0 ? ['*'] : names).map((name) => ({
      action: 'ecr:DescribeRepositories',
      resource: repositoryArn(name, world),
    }));
  },
  ListTagsForResource: onResource('ListTagsForResource'),
  TagResource: onResource('TagResource'),
  UntagResource: onResource('UntagResource'),
};

/**
 * What a request to the registry itself needs: ECR holds it against the permissions of who got the token.
 * "IAM permissions for pushing an image", "… for pulling an image", Amazon ECR user guide.
 */
export function registryRequirements(
  endpoint: Endpoint | undefined,
  method: string,
  place: Place,
): readonly Requirement[] {
  const action = registryAction(endpoint?.kind, method);
  if (action === undefined || endpoint === undefined || !('name' in endpoint)) return [];
  return [{ action: `ecr:${action}`, resource: repositoryArn(endpoint.name, place) }];
}

function registryAction(kind: Endpoint['kind'] | undefined, method: string): string | undefined {
  switch (kind) {
    case 'manifest':
      if (method === 'PUT') return 'PutImage';
      return method === 'DELETE' ? 'BatchDeleteImage' : 'BatchGetImage';
    case 'blob':
      return method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer';
    case 'uploads':
      return 'InitiateLayerUpload';
    case 'upload':
      return method === 'PUT' ? 'CompleteLayerUpload' : 'UploadLayerPart';
    case 'tags':
    case 'referrers':
      return 'ListImages';
    default:
      return undefined;
  }
}

import type { Operation } from '../../operation.ts';
import { BatchCheckLayerAvailability } from './BatchCheckLayerAvailability.ts';
import { BatchDeleteImage } from './BatchDeleteImage.ts';
import { BatchGetImage } from './BatchGetImage.ts';
import { CreateRepository } from './CreateRepository.ts';
import { DeleteLifecyclePolicy } from './DeleteLifecyclePolicy.ts';
import { DeleteRepository } from './DeleteRepository.ts';
import { DescribeImages } from './DescribeImages.ts';
import { DescribeRepositories } from './DescribeRepositories.ts';
import { GetAuthorizationToken } from './GetAuthorizationToken.ts';
import { GetDownloadUrlForLayer } from './GetDownloadUrlForLayer.ts';
import { GetLifecyclePolicy } from './GetLifecyclePolicy.ts';
import { GetLifecyclePolicyPreview } from './GetLifecyclePolicyPreview.ts';
import { ListImages } from './ListImages.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { PutImage } from './PutImage.ts';
import { PutImageScanningConfiguration } from './PutImageScanningConfiguration.ts';
import { PutImageTagMutability } from './PutImageTagMutability.ts';
import { PutLifecyclePolicy } from './PutLifecyclePolicy.ts';
import { StartLifecyclePolicyPreview } from './StartLifecyclePolicyPreview.ts';
import { TagResource } from './TagResource.ts';
import { UntagResource } from './UntagResource.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const ecrOperations = {
  BatchCheckLayerAvailability,
  BatchDeleteImage,
  BatchGetImage,
  CreateRepository,
  DeleteLifecyclePolicy,
  DeleteRepository,
  DescribeImages,
  DescribeRepositories,
  GetAuthorizationToken,
  GetDownloadUrlForLayer,
  GetLifecyclePolicy,
  GetLifecyclePolicyPreview,
  ListImages,
  ListTagsForResource,
  PutImage,
  PutImageScanningConfiguration,
  PutImageTagMutability,
  PutLifecyclePolicy,
  StartLifecyclePolicyPreview,
  TagResource,
  UntagResource,
} satisfies Record<string, Operation<never, object>>;

import type { Operation } from '../../operation.ts';
import { BatchGetImage } from './BatchGetImage.ts';
import { CreateRepository } from './CreateRepository.ts';
import { DeleteRepository } from './DeleteRepository.ts';
import { DescribeImages } from './DescribeImages.ts';
import { DescribeRepositories } from './DescribeRepositories.ts';
import { GetAuthorizationToken } from './GetAuthorizationToken.ts';
import { ListImages } from './ListImages.ts';
import { PutImage } from './PutImage.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const ecrOperations = {
  BatchGetImage,
  CreateRepository,
  DeleteRepository,
  DescribeImages,
  DescribeRepositories,
  GetAuthorizationToken,
  ListImages,
  PutImage,
} satisfies Record<string, Operation<never, object>>;

import type {
  GetAuthorizationTokenCommandInput,
  GetAuthorizationTokenCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
import { issueToken } from '../authorization.ts';

/** Valid for twelve hours; decoded it is `AWS:<password>`, the login of the registry. */
export const GetAuthorizationToken: Operation<
  GetAuthorizationTokenCommandInput,
  Output<GetAuthorizationTokenCommandOutput>
> = (world, _input, { accessKeyId }) => {
  const { username, password, expiresAt } = issueToken(world, { accessKeyId });
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`${username}:${password}`).toString('base64'),
        expiresAt: new Date(expiresAt),
        proxyEndpoint: world.ecr.endpoint,
      },
    ],
  };
};

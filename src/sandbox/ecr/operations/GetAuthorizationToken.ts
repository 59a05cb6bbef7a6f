import type {
  GetAuthorizationTokenCommandInput,
  GetAuthorizationTokenCommandOutput,
} from '@aws-sdk/client-ecr';
import type { Operation, Output } from '../../operation.ts';
const twelveHours = 12 * 60 * 60 * 1000;

/** Valid for twelve hours; decoded it is `AWS:<password>`, the login of the registry. */
export const GetAuthorizationToken: Operation<
  GetAuthorizationTokenCommandInput,
  Output<GetAuthorizationTokenCommandOutput>
> = (world) => {
  const password = `sandbox-${world.account}-${world.timeline.now()}`;
  return {
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: new Date(world.timeline.now() + twelveHours),
        proxyEndpoint: `https://${world.account}.dkr.ecr.${world.region}.amazonaws.com`,
      },
    ],
  };
};

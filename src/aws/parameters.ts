import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { inBatches } from './pages.ts';

// "Minimum number of 1 item. Maximum number of 10 items." https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
const atOnce = 10;

/**
 * Which of these parameters (names or ARNs) Parameter Store of a region does not have. AWS answers with their values as well, encrypted
 * where they are SecureString: they go no further.
 * @param region absent: the one of everything else
 * @throws what `call` throws: the caller decides that parameters are optional
 */
export async function missingParameters(
  aws: Aws,
  names: readonly string[],
  region?: string,
): Promise<string[]> {
  const batches = [...inBatches([...new Set(names)], atOnce)];
  const answers = await Promise.all(
    batches.map(async (Names) => {
      const { InvalidParameters = [] } = await call(
        aws,
        { operation: 'ssm:GetParameters', repeat: 'freely', attempts: 2 },
        () => aws.clients.ssm(region),
        (ssm, send) => ssm.getParameters({ Names, WithDecryption: false }, send),
      );
      return InvalidParameters;
    }),
  );
  return answers.flat();
}

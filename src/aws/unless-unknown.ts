import { AwsRejected } from './errors.ts';

/** Undefined in place of one of these refusals, which say that AWS knows no such thing. */
export async function unlessUnknown<Found>(
  codes: readonly string[],
  read: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsRejected && codes.includes(error.awsCode)) return undefined;
    throw error;
  }
}

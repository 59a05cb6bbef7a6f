import type { ParameterTier } from '@aws-sdk/client-ssm';
import { invalid } from './refusals.ts';

/** What a parameter is kept as. `Intelligent-Tiering` is a wish, which ends as one of the two. */
export type KeptTier = 'Standard' | 'Advanced';

/** "Standard parameters have a content limit of 4 KB. Advanced parameters have a content limit of 8 KB.": API_PutParameter. */
const limits: Readonly<Record<KeptTier, number>> = { Standard: 4096, Advanced: 8192 };

/**
 * The tier of a parameter with this value, or a refusal as AWS words it.
 * @param wanted without one it stays what it was, and begins as Standard
 */
export function tierFor(
  value: string,
  wanted: ParameterTier | undefined,
  known: KeptTier | undefined,
): KeptTier {
  const size = Buffer.byteLength(value);
  const tier =
    wanted === 'Intelligent-Tiering'
      ? size > limits.Standard || known === 'Advanced'
        ? 'Advanced'
        : 'Standard'
      : (wanted ?? known ?? 'Standard');
  if (tier === 'Standard' && known === 'Advanced') {
    throw invalid(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter. Be aware that standard parameters have a value limit of 4096 characters.",
    );
  }
  if (size <= limits[tier]) return tier;
  throw invalid(
    tier === 'Standard'
      ? `Standard tier parameters support a maximum parameter value of ${limits.Standard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`
      : `Advanced tier parameters support a maximum parameter value of ${limits.Advanced} characters.`,
  );
}

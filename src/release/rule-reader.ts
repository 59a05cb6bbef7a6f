import { AwsRejected, PermissionDenied } from '../aws/errors.ts';
import { describeRuleWeights, type RuleWeights } from '../aws/listener-rules.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * Reads where rules send their requests. Who may not, or where a rule is gone, is told so once, and the verdict goes by everything else:
 * a missing permission spoils no release that AWS itself calls successful.
 */
export class RuleReader {
  readonly #context: ReleaseContext;
  readonly #unreadable = new Set<string>();

  constructor(context: ReleaseContext) {
    this.#context = context;
  }

  /** @throws AwsUnavailable, CredentialsFailed */
  async read(arns: readonly string[]): Promise<RuleWeights[]> {
    const { aws, report } = this.#context;
    const read: RuleWeights[] = [];
    for (const arn of arns.filter((one) => !this.#unreadable.has(one))) {
      try {
        read.push(await describeRuleWeights(aws, arn));
      } catch (error) {
        if (!(error instanceof PermissionDenied || error instanceof AwsRejected)) throw error;
        this.#unreadable.add(arn);
        report({
          type: 'warning',
          warning: { kind: 'evidence-missing', what: 'listener rules', error: error.message },
        });
      }
    }
    return read;
  }
}

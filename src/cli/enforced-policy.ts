import { readFile } from 'node:fs/promises';
import { EcsdeployError } from '../model/error.ts';

class UnusablePolicy extends EcsdeployError {
  constructor(file: string, why: string, cause: unknown) {
    super({
      code: 'usage.enforced_policy',
      message: `--enforce-iam ${file}: ${why}`,
      suggestions: ['Write one: ecsdeploy iam policy > policy.json'],
      details: { file },
      cause,
    });
  }
}

/**
 * The text of the policy that the sandbox is to hold requests against.
 * @throws UnusablePolicy where it cannot be read, or is no policy that the sandbox can judge by
 */
export async function readEnforcedPolicyFile(file: string): Promise<string> {
  const { readEnforcedPolicy } = await import('../sandbox/iam/enforcement/read-enforced-policy.ts');
  try {
    const text = await readFile(file, 'utf8');
    readEnforcedPolicy(text);
    return text;
  } catch (error) {
    throw new UnusablePolicy(file, whyNot(error), error);
  }
}

function whyNot(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'ENOENT') return 'there is no such file';
  return String(message).replace(/\.$/, '');
}

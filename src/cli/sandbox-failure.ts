import { EcsdeployError } from '../model/error.ts';

/** What the sandbox says about itself, as an error of ours: it imports nothing from this program, its errors are plain. */
export async function withSandboxErrors<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw asSandboxFailure(error);
  }
}

function asSandboxFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const { code } = error;
  if (typeof code !== 'string' || !code.startsWith('sandbox.')) return error;
  const suggestions: unknown = 'suggestions' in error ? error.suggestions : [];
  return new EcsdeployError({
    code,
    message: error.message.replace(/\.$/, ''),
    suggestions: Array.isArray(suggestions) ? suggestions.map(String) : [],
    cause: error.cause,
  });
}

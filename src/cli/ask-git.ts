import type { AskGit } from '../model/git-values.ts';

/** The commit that is checked out where we run; read once, and not before a file asks for it. */
export function askGit(): AskGit {
  let answer: ReturnType<AskGit> | undefined;
  return async () => (answer ??= readHere());
}

async function readHere(): ReturnType<AskGit> {
  const { readCommit } = await import('../images/source/read-commit.ts');
  return readCommit(process.cwd(), process.env);
}

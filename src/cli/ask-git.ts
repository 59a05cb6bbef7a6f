import type { AskGit } from '../model/git-values.ts';

/** The commit that is checked out around a directory; read once, and not before a file asks for it. */
export function askGit(): AskGit {
  const answers = new Map<string, ReturnType<AskGit>>();
  return (directory) => {
    const known = answers.get(directory);
    if (known !== undefined) return known;
    const answer = readAt(directory);
    answers.set(directory, answer);
    return answer;
  };
}

async function readAt(directory: string): ReturnType<AskGit> {
  const { readCommit } = await import('../images/source/read-commit.ts');
  return readCommit(directory, process.env);
}

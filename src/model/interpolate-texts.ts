import { formatDataPath, type DataPath } from './data-document.ts';
import { describeGitProblem, type GitAnswer } from './git-values.ts';
import { interpolate, type InterpolationProblem, type Variables } from './interpolation.ts';

export interface InterpolatedTexts {
  readonly value: unknown;
  readonly problems: readonly {
    readonly path: DataPath;
    readonly message: string;
    readonly suggestion: string;
  }[];
}

/**
 * Puts variables and what git knows into every text of a file; `$NAME` and `${NAME}` stay, they may belong to somebody else: in a
 * task definition to a shell in the container.
 */
export function interpolateTexts(value: unknown, variables: Variables, git: GitAnswer): InterpolatedTexts {
  const problems: { path: DataPath; message: string; suggestion: string }[] = [];
  const visit = (at: unknown, path: DataPath): unknown => {
    if (typeof at === 'string') {
      const result = interpolate(at, { variables, git: git.values }, 'keep');
      problems.push(...result.problems.map((problem) => ({ path, ...describe(problem, path, git) })));
      return result.text;
    }
    if (Array.isArray(at)) return at.map((item, index) => visit(item, [...path, index]));
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([name, item]) => [name, visit(item, [...path, name])]));
  };
  return { value: visit(value, []), problems };
}

function describe(
  problem: InterpolationProblem,
  path: DataPath,
  git: GitAnswer,
): { message: string; suggestion: string } {
  const where = formatDataPath(path);
  if (problem.kind === 'unset') {
    return {
      message: `${where} needs the environment variable ${problem.name}, which is not set`,
      suggestion: `Set ${problem.name}, or give a default: \${env:${problem.name}:-default}.`,
    };
  }
  if (problem.kind === 'git-unknown' || problem.kind === 'git-name') {
    const { message, suggestion } = describeGitProblem(problem, git.because);
    return { message: `${where} ${message}`, suggestion };
  }
  const text = problem.text.replace(/\s+/g, ' ').slice(0, 40);
  return {
    message: `${where} holds "${text}", which is no complete reference`,
    suggestion:
      'Write ${env:NAME}, ${git:sha} or ${env:NAME:-default}, or $${env: for the characters themselves.',
  };
}

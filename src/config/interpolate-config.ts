import { formatDataPath, pathKey, type DataDocument, type DataPath } from '../model/data-document.ts';
import { describeGitProblem, type GitAnswer } from '../model/git-values.ts';
import { interpolate, type InterpolationProblem, type Variables } from '../model/interpolation.ts';
import type { ConfigProblem } from './invalid-config.ts';

interface FoundProblem {
  readonly path: DataPath;
  /** Nothing is wrong with the text: only here and now there is no value for it. */
  readonly isUnknown: boolean;
  readonly problem: ConfigProblem;
}

export interface InterpolatedConfig {
  readonly value: unknown;
  /** What went into a value (`env:NAME`, `git:sha`), by `pathKey`. */
  readonly references: ReadonlyMap<string, readonly string[]>;
  /** Problems with the path they stand at: those of an environment only count when it is the one asked for. */
  readonly problems: readonly FoundProblem[];
}

/** What is put into the texts of a file. */
export interface ConfigValues {
  readonly variables: Variables;
  readonly git: GitAnswer;
}

/** Puts environment variables and what git knows into every text of the file. Names of members stay as they are. */
export function interpolateConfig(
  file: string,
  document: DataDocument,
  { variables, git }: ConfigValues,
): InterpolatedConfig {
  const references = new Map<string, readonly string[]>();
  const problems: FoundProblem[] = [];

  const visit = (value: unknown, path: DataPath): unknown => {
    if (typeof value === 'string') return visitText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value === 'number' && isAccount(path)) return accountAsWritten(value, document, path);
    if (isBuildArg(path) && (typeof value === 'number' || typeof value === 'boolean'))
      return document.originOf(path).source ?? String(value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]));
  };
  const visitText = (text: string, path: DataPath): string => {
    const result = interpolate(text, { variables, git: git.values }, 'refuse');
    if (result.references.length > 0) references.set(pathKey(path), result.references);
    for (const found of result.problems) {
      const { message, suggestion } = describe(found, git);
      const { at } = document.originOf(path);
      problems.push({
        path,
        isUnknown: found.kind === 'unset' || found.kind === 'git-unknown',
        problem: { file, at, message: `${formatDataPath(path)} ${message}`, suggestion },
      });
    }
    return result.text;
  };

  return { value: visit(document.value, []), references, problems };
}

function isAccount(path: DataPath): boolean {
  return path.at(-1) === 'account' && path.at(-2) !== 'services' && path.at(-2) !== 'environments';
}

/** A build argument is text: `1.10` is not the number 1.1. */
function isBuildArg(path: DataPath): boolean {
  return path.at(-2) === 'buildArgs' && path.at(-3) === 'image';
}

/** YAML reads `012345678901` as a number without its zero; what the person wrote is the account. */
function accountAsWritten(value: number, document: DataDocument, path: DataPath): unknown {
  const { source } = document.originOf(path);
  return source !== undefined && /^\d{12}$/.test(source) ? source : value;
}

function describe(
  problem: InterpolationProblem,
  git: GitAnswer,
): { readonly message: string; readonly suggestion: string } {
  switch (problem.kind) {
    case 'unset':
      return {
        message: `needs the environment variable ${problem.name}, which is not set`,
        suggestion: `Set ${problem.name}, or give a default: \${env:${problem.name}:-default}.`,
      };
    case 'git-unknown':
    case 'git-name':
      return describeGitProblem(problem, git.because);
    case 'malformed':
      return {
        message: `holds ${JSON.stringify(problem.text)}, which is no complete reference`,
        suggestion:
          'Write ${env:NAME}, ${git:sha}, or ${env:NAME:-default}; the default cannot hold "}" or another reference.',
      };
    case 'foreign':
      return {
        message: `holds ${JSON.stringify(problem.text)}, and only \${env:NAME}, \${git:sha} and \${git:branch} are put in`,
        suggestion: 'Write ${env:NAME} for an environment variable, or $${ for the characters ${ themselves.',
      };
    default:
      return problem satisfies never;
  }
}

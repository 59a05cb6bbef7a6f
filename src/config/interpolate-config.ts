import { formatDataPath, pathKey, type DataDocument, type DataPath } from '../model/data-document.ts';
import { interpolate, type InterpolationProblem, type Variables } from '../model/interpolation.ts';
import type { ConfigProblem } from './invalid-config.ts';

export interface InterpolatedConfig {
  readonly value: unknown;
  /** Variables that went into a value, by `pathKey`. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  /** Problems with the path they stand at: those of an environment only count when it is the one asked for. */
  readonly problems: readonly { readonly path: DataPath; readonly problem: ConfigProblem }[];
}

/** Puts environment variables into every text of the file. Names of members stay as they are. */
export function interpolateConfig(file: string, document: DataDocument, from: Variables): InterpolatedConfig {
  const variables = new Map<string, readonly string[]>();
  const problems: { path: DataPath; problem: ConfigProblem }[] = [];

  const visit = (value: unknown, path: DataPath): unknown => {
    if (typeof value === 'string') return visitText(value, path);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (typeof value === 'number' && isAccount(path)) return accountAsWritten(value, document, path);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]));
  };
  const visitText = (text: string, path: DataPath): string => {
    const result = interpolate(text, from, 'refuse');
    if (result.variables.length > 0) variables.set(pathKey(path), result.variables);
    for (const found of result.problems) {
      const { message, suggestion } = describe(found);
      const { at } = document.originOf(path);
      problems.push({
        path,
        problem: { file, at, message: `${formatDataPath(path)} ${message}`, suggestion },
      });
    }
    return result.text;
  };

  return { value: visit(document.value, []), variables, problems };
}

function isAccount(path: DataPath): boolean {
  return path.at(-1) === 'account' && path.at(-2) !== 'services' && path.at(-2) !== 'environments';
}

/** YAML reads `012345678901` as a number without its zero; what the person wrote is the account. */
function accountAsWritten(value: number, document: DataDocument, path: DataPath): unknown {
  const { source } = document.originOf(path);
  return source !== undefined && /^\d{12}$/.test(source) ? source : value;
}

function describe(problem: InterpolationProblem): { message: string; suggestion: string } {
  switch (problem.kind) {
    case 'unset':
      return {
        message: `needs the environment variable ${problem.name}, which is not set`,
        suggestion: `Set ${problem.name}, or give a default: \${env:${problem.name}:-default}.`,
      };
    case 'malformed':
      return {
        message: `holds ${JSON.stringify(problem.text)}, which is no complete reference`,
        suggestion:
          'Write ${env:NAME} or ${env:NAME:-default}; the default cannot hold "}" or another reference.',
      };
    case 'foreign':
      return {
        message: `holds ${JSON.stringify(problem.text)}, and only \${env:NAME} is put in`,
        suggestion: 'Write ${env:NAME} for an environment variable, or $${ for the characters ${ themselves.',
      };
    default:
      return problem satisfies never;
  }
}

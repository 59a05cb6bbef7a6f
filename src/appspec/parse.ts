import { pathKey, type DataProblem } from '../model/data-document.ts';
import type { GitAnswer } from '../model/git-values.ts';
import { interpolateTexts } from '../model/interpolate-texts.ts';
import type { Variables } from '../model/interpolation.ts';
import { dataFormatOf, parseDataDocument } from '../model/parse-data-document.ts';
import { renderFirst, templateSyntaxIn } from '../model/template-syntax.ts';
import type { AppSpec } from './app-spec.ts';
import { checkAppSpec } from './check.ts';

/** What is wrong, and where in the file. */
export interface AppSpecProblem extends DataProblem {
  readonly suggestion?: string | undefined;
}

export type ParsedAppSpec =
  | { readonly kind: 'appspec'; readonly appSpec: AppSpec }
  | { readonly kind: 'problems'; readonly problems: readonly [AppSpecProblem, ...AppSpecProblem[]] };

export interface AppSpecText {
  readonly bytes: Uint8Array;
  /** Its name tells JSON from YAML. */
  readonly file: string;
  /** What `${env:NAME}` reads from. */
  readonly variables?: Variables | undefined;
  /** What `${git:sha}` and `${git:branch}` read from. */
  readonly git?: GitAnswer | undefined;
}

/**
 * An AppSpec that somebody wrote, JSON or YAML, as it stands there but for our own references, which are filled in. What a release
 * puts in (`patch.ts`) may be missing or a placeholder.
 */
export function parseAppSpec({
  bytes,
  file,
  variables = {},
  git = { values: {} },
}: AppSpecText): ParsedAppSpec {
  const parsed = parseDataDocument(bytes, dataFormatOf(file, bytes));
  if (parsed.kind === 'problems') {
    const [first, ...rest] = parsed.problems;
    return { kind: 'problems', problems: [unreadable(first, bytes, file), ...rest] };
  }
  const { document } = parsed;
  const interpolated = interpolateTexts(document.value, variables, git);
  // A reference that could not be filled in is no placeholder of somebody else as well.
  const unfilled = new Set(interpolated.problems.map(({ path }) => pathKey(path)));
  const faults = [
    ...interpolated.problems,
    ...checkAppSpec(interpolated.value).filter(({ path }) => !unfilled.has(pathKey(path))),
  ];
  const [first, ...rest] = faults.map((fault): AppSpecProblem => {
    const { at, nameAt } = document.originOf(fault.path);
    const isAtName = 'atName' in fault && fault.atName === true;
    return { message: fault.message, suggestion: fault.suggestion, at: isAtName ? nameAt : at };
  });
  if (first !== undefined) return { kind: 'problems', problems: [first, ...rest] };
  return { kind: 'appspec', appSpec: interpolated.value as AppSpec };
}

/** Most files that cannot be read are templates: then that is the reason. */
function unreadable(problem: DataProblem, bytes: Uint8Array, file: string): AppSpecProblem {
  if (problem.message.includes('merge conflict')) return problem;
  const text = new TextDecoder().decode(bytes);
  const line = text.split('\n')[problem.at.line - 1] ?? '';
  const isTemplate = /\.(?:tpl|tmpl|tftpl|template|j2|erb)$/i.test(file);
  const syntax = templateSyntaxIn(line) ?? (isTemplate ? templateSyntaxIn(text) : undefined);
  if (syntax !== undefined) {
    const where = templateSyntaxIn(line) === undefined ? 'the file' : 'this line';
    const message = `${problem.message}; the template syntax ${syntax} is in ${where}, which ecsdeploy does not render`;
    return { ...problem, message, suggestion: renderFirst };
  }
  const placeholder = /<[\w:.-]+>/.exec(line)?.[0];
  if (placeholder === undefined) return problem;
  return {
    ...problem,
    message: `${problem.message}; the placeholder ${placeholder} is in this line`,
    suggestion: 'Put the value there, or write the placeholder in quotes.',
  };
}

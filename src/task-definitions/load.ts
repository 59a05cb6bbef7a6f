import path from 'node:path';
import type { DataDocument, DataPath, DataProblem } from '../model/data-document.ts';
import { gitAnswerFor, type AskGit } from '../model/git-values.ts';
import { interpolateTexts } from '../model/interpolate-texts.ts';
import type { Variables } from '../model/interpolation.ts';
import { dataFormatOf, parseDataDocument } from '../model/parse-data-document.ts';
import { renderFirst, templateSyntaxIn } from '../model/template-syntax.ts';
import { definitionShape } from './definition-shape.ts';
import { fileKindOf, type FileKind } from './file-kind.ts';
import { fitToShape } from './fit-to-shape.ts';
import { InvalidTaskDefinition } from './invalid-task-definition.ts';
import { readDefinitionFile } from './read-definition-file.ts';
import { withoutReadOnlyMembers } from '../model/read-only-members.ts';
import { requireStructure } from './require-structure.ts';
import type { TaskDefinitionWithTags } from './task-definition-with-tags.ts';

export type { TaskDefinitionWithTags } from './task-definition-with-tags.ts';

export interface LoadTaskDefinitionOptions {
  readonly file: string;
  /** The file as it stands in messages; without it, as given. */
  readonly shownAs?: string | undefined;
  /** What `${env:NAME}` reads from. */
  readonly variables: Variables;
  /** What `${git:sha}` and `${git:branch}` read from; only asked when the file holds one of them. */
  readonly git?: AskGit | undefined;
}

/**
 * Reads a task definition file: the input of `aws ecs register-task-definition` or the output of
 * `describe-task-definition`, as JSON or YAML. Members that ECS may have gained since pass untouched.
 * @throws InvalidTaskDefinition with one line that says what is wrong and where
 */
export async function loadTaskDefinition(
  options: LoadTaskDefinitionOptions,
): Promise<TaskDefinitionWithTags> {
  const source = options.shownAs ?? options.file;
  const bytes = await readDefinitionFile(options.file, source);
  return parseTaskDefinition({ ...options, bytes, source });
}

interface DefinitionText {
  readonly bytes: Uint8Array;
  readonly file: string;
  readonly source: string;
  readonly variables: Variables;
  readonly git?: AskGit | undefined;
}

async function parseTaskDefinition({
  bytes,
  file,
  source,
  variables,
  git,
}: DefinitionText): Promise<TaskDefinitionWithTags> {
  const parsed = parseDataDocument(bytes, dataFormatOf(file, bytes));
  if (parsed.kind === 'problems') throw unparseable(parsed.problems[0], source, bytes);

  const kind = fileKindOf(parsed.document.value);
  if (kind.kind === 'other') throw wrongKind(kind, source);
  const value = { ...withoutReadOnlyMembers(kind.value), tags: lowerCaseTags(kind.tags) };

  const answer = await gitAnswerFor(value, 'keep', git, path.dirname(file));
  const interpolated = interpolateTexts(value, variables, answer);
  const fitted = fitToShape(interpolated.value, definitionShape, sourceIn(parsed.document, kind.within));
  const [problem, ...more] = [...interpolated.problems, ...fitted.misfits];
  if (problem !== undefined) {
    const { at } = parsed.document.originOf([...kind.within, ...problem.path]);
    const others = more.length === 0 ? '' : ` (and ${more.length} more like this)`;
    const suggestions = problem.suggestion === undefined ? [] : [problem.suggestion];
    throw invalid('task_definition.invalid', source, `${problem.message}${others}`, { at, suggestions });
  }
  return requireStructure(fitted.value as Readonly<Record<string, unknown>>, source);
}

function unparseable({ message, at }: DataProblem, source: string, bytes: Uint8Array): InvalidTaskDefinition {
  // Only the line that cannot be read counts: placeholders elsewhere, inside texts, are not what is wrong.
  const line = new TextDecoder().decode(bytes).split('\n')[at.line - 1] ?? '';
  const syntax = templateSyntaxIn(line);
  if (syntax === undefined || message.includes('merge conflict')) {
    return invalid('task_definition.unparseable', source, message, { at });
  }
  const sentence = `${message}; the template syntax ${syntax} is in this line, which ecsdeploy does not render`;
  return invalid('task_definition.template', source, sentence, { at, suggestions: [renderFirst] });
}

function wrongKind(
  { what, suggestion }: FileKind & { readonly kind: 'other' },
  source: string,
): InvalidTaskDefinition {
  const suggestions = [
    suggestion ?? 'Start from: aws ecs describe-task-definition --task-definition <family>.',
  ];
  return invalid('task_definition.wrong_kind', source, `this is ${what}, not a task definition`, {
    suggestions,
  });
}

function invalid(
  code: `task_definition.${string}`,
  source: string,
  message: string,
  more: Pick<ConstructorParameters<typeof InvalidTaskDefinition>[0], 'at' | 'suggestions'>,
): InvalidTaskDefinition {
  return new InvalidTaskDefinition({ code, source, message, ...more });
}

function sourceIn(document: DataDocument, within: DataPath): (path: DataPath) => string | undefined {
  return (path) => document.originOf([...within, ...path]).source;
}

/** CloudFormation and the console write tags as `Key` and `Value`. */
function lowerCaseTags(tags: unknown): unknown {
  if (!Array.isArray(tags)) return tags ?? null;
  return tags.map((tag: unknown) => {
    if (typeof tag !== 'object' || tag === null || Array.isArray(tag)) return tag;
    const renamed: Readonly<Record<string, string>> = { Key: 'key', Value: 'value' };
    return Object.fromEntries(Object.entries(tag).map(([name, value]) => [renamed[name] ?? name, value]));
  });
}

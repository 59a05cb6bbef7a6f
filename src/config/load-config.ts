import path from 'node:path';
import { pathKey, type DataPath } from '../model/data-document.ts';
import { gitAnswerFor, type AskGit } from '../model/git-values.ts';
import type { Variables } from '../model/interpolation.ts';
import { dataFormatOf, parseDataDocument } from '../model/parse-data-document.ts';
import type { ConfigFile } from './config-file.ts';
import { findConfigFile } from './find-config-file.ts';
import { interpolateConfig } from './interpolate-config.ts';
import { InvalidConfig } from './invalid-config.ts';
import { readConfigFile } from './read-config-file.ts';
import { NoConfig } from './unreadable-config.ts';
import { validateConfig } from './validate-config.ts';

export interface LoadConfigOptions {
  /** A path given by hand; without it the file is looked for from the start directory upward. */
  readonly path?: string | undefined;
  readonly startDirectory: string;
  /** What `${env:NAME}` reads from. */
  readonly variables: Variables;
  /** What `${git:sha}` and `${git:branch}` read from; only asked when the file holds one of them. */
  readonly git?: AskGit | undefined;
}

/**
 * The configuration file, read and held against the schema.
 * @throws NoConfig, ConfigNotFound, UnreadableConfig, and InvalidConfig with everything that is wrong in it.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<ConfigFile> {
  const { startDirectory } = options;
  const file =
    options.path === undefined
      ? await findConfigFile(startDirectory)
      : path.resolve(startDirectory, options.path);
  if (file === undefined) throw new NoConfig(startDirectory);
  return parseConfig({
    file,
    startDirectory,
    bytes: await readConfigFile(file),
    variables: options.variables,
    git: options.git,
  });
}

interface ConfigText {
  readonly file: string;
  readonly startDirectory: string;
  readonly bytes: Uint8Array;
  readonly variables: Variables;
  readonly git: AskGit | undefined;
}

async function parseConfig({ file, startDirectory, bytes, variables, git }: ConfigText): Promise<ConfigFile> {
  const shownAs = shorter(file, startDirectory);
  const parsed = parseDataDocument(bytes, dataFormatOf(file, bytes));
  if (parsed.kind === 'problems')
    throw new InvalidConfig(parsed.problems.map((one) => ({ file: shownAs, ...one })));
  const { document } = parsed;
  if (document.value === null) throw new InvalidConfig([emptyFile(shownAs)]);

  const answer = await gitAnswerFor(document.value, 'refuse', git, path.dirname(file));
  const interpolated = interpolateConfig(shownAs, document, { variables, git: answer });
  const validated = validateConfig(shownAs, document, interpolated);
  const unknownInImages = interpolated.problems.filter(
    ({ path: at, isUnknown }) => isUnknown && isOfImage(at),
  );
  const unset = interpolated.problems
    .filter((one) => !unknownInImages.includes(one))
    .map(({ path: at, problem }) => ({ environment: environmentOf(at), problem }));
  const everywhere = unset
    .filter(({ environment }) => environment === undefined)
    .map(({ problem }) => problem);
  const invalid = validated.kind === 'invalid' ? validated.problems : [];
  if (validated.kind === 'invalid' || everywhere.length > 0)
    throw new InvalidConfig([...everywhere, ...invalid]);

  return {
    file,
    shownAs,
    directory: path.dirname(file),
    configuration: validated.configuration,
    sourceOf: (at) => ({
      kind: 'file',
      file: shownAs,
      ...document.originOf(at).at,
      references: interpolated.references.get(pathKey(at)) ?? [],
    }),
    unsetIn: (name) => unset.filter(({ environment }) => environment === name).map(({ problem }) => problem),
    unknownInImages,
  };
}

function emptyFile(file: string): {
  file: string;
  at: { line: 1; column: 1 };
  message: string;
  suggestion: string;
} {
  return {
    file,
    at: { line: 1, column: 1 },
    message: 'the file is empty',
    suggestion: 'Begin with "version: 1" and a map "services".',
  };
}

function environmentOf([first, name]: DataPath): string | undefined {
  return first === 'environments' && typeof name === 'string' ? name : undefined;
}

/** At the top, in a service, in an environment, and in a service of it. */
function isOfImage([first, , third, , fifth]: DataPath): boolean {
  if (first === 'image') return true;
  if (third === 'image') return first === 'services' || first === 'environments';
  return first === 'environments' && third === 'services' && fifth === 'image';
}

function shorter(file: string, startDirectory: string): string {
  const relative = path.relative(startDirectory, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

import { EcsdeployError } from '../../model/error.ts';
import type { ActionInputs, InputName } from './action-inputs.ts';
import { splitWords, type Unended } from './split-words.ts';

const unendedWords: Readonly<Record<Unended['what'], string>> = {
  'single-quote': 'a single quote that is never closed',
  'double-quote': 'a double quote that is never closed',
  backslash: 'a backslash with nothing after it',
};

class ArgumentsUnended extends EcsdeployError {
  // Without the text itself: it may hold a secret.
  constructor(input: InputName, text: string, { what, at }: Unended) {
    const lines = text.slice(0, at).split('\n');
    const place = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
    super({
      code: 'usage.action_arguments_unended',
      message: `the input ${input} has ${unendedWords[what]} (${place})`,
      suggestions: [
        what === 'backslash'
          ? 'Write what it stands before, or two of them where one is meant.'
          : 'Close it, or put a backslash before it where the character itself is meant.',
      ],
    });
  }
}

class NoServiceName extends EcsdeployError {
  constructor(word: string) {
    super({
      code: 'usage.action_service',
      message: `"${word}" in the input service is a flag and no name`,
      suggestions: ['Give flags in the input args.'],
    });
  }
}

/**
 * The command line that the inputs of action.yml stand for.
 *
 * A value is joined to its flag, so that one which begins with a hyphen stays a value: inputs often come from people who may start a
 * workflow but not write it. Flags are for `args`, which are last and as free as a command line.
 * @throws ArgumentsUnended, NoServiceName
 */
export function actionArguments(inputs: ActionInputs): string[] {
  const words = command(inputs);
  return [
    ...words,
    ...services(inputs, words),
    ...flag(inputs, 'config'),
    ...flag(inputs, 'environment'),
    ...(wordsOf(inputs, 'image') ?? []).map((image) => `--image=${image}`),
    ...flag(inputs, 'strategy'),
    ...wordsAsInShell(inputs, 'args'),
  ];
}

// Also a whole line that ecsdeploy has printed, such as the output approve-command of an earlier job.
function command(inputs: ActionInputs): readonly string[] {
  const words = wordsAsInShell(inputs, 'command');
  const [first, ...rest] = words;
  if (first === undefined) return ['deploy'];
  return first === 'ecsdeploy' ? rest : words;
}

/** Commands that know services of the configuration file only, by their argument: they have no `--service`. */
export const namedByArgument: readonly string[] = ['build', 'push', 'config show'];

// One may be ECS's name beside --cluster; several are always names of the configuration file.
function services(inputs: ActionInputs, words: readonly string[]): string[] {
  const names = (inputs.get('service') ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const [first] = names;
  if (first === undefined) return [];
  const isNamed = [words[0], words.slice(0, 2).join(' ')].some((id = '') => namedByArgument.includes(id));
  if (names.length === 1 && !isNamed) return [`--service=${first}`];
  const isFlag = names.find((name) => name.startsWith('-'));
  if (isFlag !== undefined) throw new NoServiceName(isFlag);
  return names;
}

function flag(inputs: ActionInputs, name: InputName): string[] {
  const value = inputs.get(name)?.trim();
  return value === undefined ? [] : [`--${name}=${value}`];
}

function wordsOf(inputs: ActionInputs, name: InputName): string[] | undefined {
  return inputs.get(name)?.trim().split(/\s+/);
}

function wordsAsInShell(inputs: ActionInputs, name: InputName): readonly string[] {
  const text = inputs.get(name) ?? '';
  const split = splitWords(text);
  if (split.kind === 'unended') throw new ArgumentsUnended(name, text, split.unended);
  return split.words;
}

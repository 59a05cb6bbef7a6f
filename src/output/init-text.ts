import path from 'node:path';
import { formatDataPath } from '../model/data-document.ts';
import type {
  ConfigDraft,
  HiddenSecret,
  InitialFile,
  Leftover,
  LeftoverReason,
} from '../model/initialised.ts';
import { count } from './count.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

export interface Initialised {
  readonly draft: ConfigDraft;
  readonly files: readonly InitialFile[];
  /** They would be written, and are not. */
  readonly isDryRun: boolean;
  /** Values that look like secrets are in the files, as asked. */
  readonly areSecretsCopied: boolean;
  readonly workingDirectory: string;
  /** A first command to try. */
  readonly next: string;
}

/** What was written, what has no equal and where, and what to do next. */
export function initText(
  { draft, files, isDryRun, areSecretsCopied, workingDirectory, next }: Initialised,
  palette: Palette,
): string {
  const { source, leftovers, secrets } = draft;
  const lines = [
    ...files.flatMap((file) => fileLines(file, { isDryRun, workingDirectory }, palette)),
    ...(source.kind === 'live' && source.isChanging
      ? [
          '',
          palette.warn(
            `A deployment of ${source.service} is in progress; the file holds ${source.revision}, which comes in.`,
          ),
        ]
      : []),
    ...secretLines(secrets, areSecretsCopied, palette),
    ...leftoverLines(leftovers, palette),
    '',
    `Next: ${next}`,
  ];
  return `${lines.join('\n')}\n`;
}

function fileLines(
  { path: file, text, replaces }: InitialFile,
  { isDryRun, workingDirectory }: { readonly isDryRun: boolean; readonly workingDirectory: string },
  palette: Palette,
): string[] {
  const shown = harmless(shorter(file, workingDirectory));
  if (!isDryRun) return [`${replaces ? 'Replaced' : 'Written'}: ${palette.strong(shown)}`];
  const verb = replaces ? 'Would replace (with --force)' : 'Would write';
  return [
    `${verb}: ${palette.strong(shown)}`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${indentOf(line)}${harmless(line)}`),
  ];
}

function secretLines(secrets: readonly HiddenSecret[], areCopied: boolean, palette: Palette): string[] {
  if (secrets.length === 0) return [];
  const shown = secrets.map(({ path: at, container, variable }) => {
    const where = container === undefined ? formatDataPath(at) : `container ${container}`;
    const name = areCopied ? variable : `\${env:${variable}}`;
    return `  - ${harmless(name)} (${harmless(where)})`;
  });
  const looks = `${count(secrets.length, 'value')} ${secrets.length === 1 ? 'looks' : 'look'} like a secret`;
  if (areCopied) return ['', palette.warn(`${looks}, and stands in the file as asked:`), ...shown];
  return [
    '',
    palette.warn(
      `${looks} and ${secrets.length === 1 ? 'was' : 'were'} not copied. The file reads the environment instead:`,
    ),
    ...shown,
    '  Set these where you deploy, or keep the values in Secrets Manager or SSM and name them under "secrets".',
  ];
}

function leftoverLines(leftovers: readonly Leftover[], palette: Palette): string[] {
  if (leftovers.length === 0) return [];
  const reasons = [...new Set(leftovers.map(({ reason }) => reason))];
  return [
    '',
    palette.strong(`Without an equal in the file, or to be looked at (${leftovers.length}):`),
    ...reasons.flatMap((reason) => [
      `  ${sentences[reason]}:`,
      ...leftovers.filter((one) => one.reason === reason).map((one) => `    ${describeLeftover(one)}`),
    ]),
  ];
}

/** `.github/workflows/deploy.yml:42: cluster: ${{ vars.CLUSTER }} → ${env:CLUSTER}` */
export function describeLeftover({ what, instead, file, line }: Leftover): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return harmless(`${place}${what}${instead === undefined ? '' : ` → ${instead}`}`);
}

/** Of which its cases follow, each with its place. */
const sentences: Readonly<Record<LeftoverReason, string>> = {
  lookup: 'Looked up by their tool, an environment variable here: set it, or write the value',
  expression: 'Known to the workflow only, an environment variable here: set it in "env" of the step',
  'template-logic': 'Logic of a template; what it encloses counts always',
  stays: 'Not changed by ecsdeploy, stays as the service has it',
  'in-task-definition':
    'Part of the task definition that runs now, which a release starts from (ecsdeploy init --cluster … --service … writes that into a file)',
  infrastructure: 'Made by Copilot with CloudFormation; ecsdeploy neither makes nor changes it',
  plugin: 'Plugins, of which ecsdeploy has none',
  'changes-definition': 'Changes the task definition on its way; write it into the task definition file',
  'file-missing':
    'Not in this folder (the workflow may make it); a release starts from the task definition that runs now',
  'appspec-missing': 'Not in this folder; the AppSpec is made from the service',
  'run-task': 'Runs a task once; write a gate with "task" for it (docs/how-to/run-migrations.md)',
  'no-service': 'Names no service, so nothing is released by it; left out',
  'no-wait': 'Does not wait for the end; ecsdeploy follows each release to its end',
  flag: 'No setting here; use a flag of ecsdeploy deploy',
  'name-unknown': 'Not in their file, an environment variable here: set it, or write the name',
  'of-environment': 'Set for one environment; look whether it differs from the others',
  'several-images': 'Has an image of its own; release it by the name of the container',
  'hooks-stay': 'Lifecycle hooks, not written; they stay as the service has them',
  'not-accepted': 'Left out, since ecsdeploy.yml does not take it',
  'group-unknown':
    'Left out, since no deployment group was found for the service, or nobody here may list them; a release looks again',
  unknown: 'Not known to ecsdeploy',
};

/** What `harmless` takes off the beginning. */
function indentOf(line: string): string {
  return /^ */.exec(line)?.[0] ?? '';
}

function shorter(file: string, from: string): string {
  const relative = path.relative(from, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

import type { Terminal, TerminalStream } from '../output/terminal.ts';

/** The parts of `process` that say what surrounds it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly stdout: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly stderr: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
}

// Below this rows say nothing any more. A pseudo-terminal that nobody gave a size has 0 columns.
const narrowest = 20;

/** Looks once at streams and environment, each stream apart: `ecsdeploy status > file` still has a person on stderr. */
export function readTerminal(
  { env, stdin, stdout, stderr }: Surroundings,
  { noColor = false, noInput = false }: { noColor?: boolean; noInput?: boolean } = {},
): Terminal {
  const describe = (stream: Surroundings['stdout']): TerminalStream => ({
    isTTY: stream.isTTY === true,
    color: !noColor && wantsColor(env, stream.isTTY === true),
    columns: stream.columns ?? 80,
  });
  const ci = isBuildServer(env);
  const out = describe(stdout);
  const err = describe(stderr);
  return {
    stdout: out,
    stderr: err,
    canAsk: !noInput && stdin.isTTY === true && err.isTTY,
    ci,
    animate: err.isTTY && err.columns >= narrowest && !ci && env['TERM'] !== 'dumb',
  };
}

/** https://no-color.org and https://force-color.org; who asks for no colour wins. */
function wantsColor(env: Surroundings['env'], isTTY: boolean): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}

function isBuildServer(env: Surroundings['env']): boolean {
  const named = [
    'GITHUB_ACTIONS',
    'GITLAB_CI',
    'JENKINS_URL',
    'TEAMCITY_VERSION',
    'TF_BUILD',
    'CODEBUILD_BUILD_ID',
  ];
  return (isSet(env['CI']) && env['CI'] !== 'false') || named.some((name) => isSet(env[name]));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** The parts of a step of GitHub Actions that a program may write to. */
export interface GitHubRun {
  /** The file of the step's outputs. */
  readonly outputFile?: string | undefined;
  /** The file of the job's summary. */
  readonly summaryFile?: string | undefined;
  /** A folder that is emptied after the job. */
  readonly temporaryFolder?: string | undefined;
  /** The folder of the repository that was checked out. */
  readonly workspace?: string | undefined;
}

/**
 * The step of GitHub Actions that runs this process, from its environment; undefined elsewhere.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export function githubRun(environment: Readonly<Record<string, string | undefined>>): GitHubRun | undefined {
  if (environment['GITHUB_ACTIONS'] !== 'true') return undefined;
  const named = (name: string): string | undefined =>
    environment[name] === '' ? undefined : environment[name];
  return {
    outputFile: named('GITHUB_OUTPUT'),
    summaryFile: named('GITHUB_STEP_SUMMARY'),
    temporaryFolder: named('RUNNER_TEMP'),
    workspace: named('GITHUB_WORKSPACE'),
  };
}

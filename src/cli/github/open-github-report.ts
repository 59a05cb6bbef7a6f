import type { GitHubReport } from './github-report.ts';
import { githubRun } from './github-run.ts';

/**
 * The report to the step of GitHub Actions that runs this process; undefined elsewhere, where nothing of it is loaded.
 * @param command as it was typed: `ecsdeploy deploy`
 */
export async function openGitHubReport(
  environment: Readonly<Record<string, string | undefined>>,
  command: string,
): Promise<GitHubReport | undefined> {
  const run = githubRun(environment);
  if (run === undefined) return undefined;
  const { GitHubReport: Report } = await import('./github-report.ts');
  return new Report(run, command, (text) => {
    process.stderr.write(text);
  });
}

import { execFile, execFileSync } from 'node:child_process';
import { isOnPath, whereIs } from './require-programs.ts';

const ofDebian = '/usr/bin/aws';

/** The command that every machine of CI has: Debian's, which is older than much of the API; elsewhere the first one on the path. */
export const plainAws = isOnPath(ofDebian) ? ofDebian : (whereIs('aws')[0] ?? ofDebian);

/** Another one that is on the path and knows service deployments, if there is one. */
export const newerAws = whereIs('aws').find((file) => file !== plainAws && knowsServiceDeployments(file));

function knowsServiceDeployments(file: string): boolean {
  try {
    const words = ['ecs', 'list-service-deployments', '--generate-cli-skeleton'];
    return execFileSync(file, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes(
      'service',
    );
  } catch {
    return false;
  }
}

export interface Said {
  readonly code: number;
  /** What it printed, as JSON. */
  readonly output: unknown;
  readonly stderr: string;
}

/** Runs `aws` against a sandbox. `--endpoint-url`, because older versions do not know AWS_ENDPOINT_URL. */
export async function awsCli(program: string, endpoint: string, ...args: string[]): Promise<Said> {
  const { code, stdout, stderr } = await awsText(program, endpoint, ['--output', 'json', ...args]);
  const output: unknown = stdout === '' ? undefined : JSON.parse(stdout);
  return { code, output, stderr };
}

/** The same for commands that do not print JSON. */
export function awsText(
  program: string,
  endpoint: string,
  args: readonly string[],
  further: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const environment = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...further,
  };
  return new Promise((resolve) => {
    execFile(
      program,
      ['--endpoint-url', endpoint, ...args],
      { env: environment },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code);
        resolve({ code, stdout: stdout.trim(), stderr: stderr.trim() });
      },
    );
  });
}

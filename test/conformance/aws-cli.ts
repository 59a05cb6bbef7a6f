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
export function awsCli(program: string, endpoint: string, ...args: string[]): Promise<Said> {
  const environment = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return new Promise((resolve) => {
    const all = ['--endpoint-url', endpoint, '--output', 'json', ...args];
    execFile(program, all, { env: environment }, (error, stdout, stderr) => {
      const output: unknown = stdout.trim() === '' ? undefined : JSON.parse(stdout);
      resolve({ code: error === null ? 0 : Number(error.code), output, stderr: stderr.trim() });
    });
  });
}

import { execFile, execFileSync } from 'node:child_process';

/** The version of the `aws` command on this machine, if there is one. */
export function awsVersion(): string | undefined {
  try {
    return execFileSync('aws', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

/** Runs `aws` against a sandbox. `--endpoint-url`, because older versions do not know AWS_ENDPOINT_URL. */
export function awsCli(
  endpoint: string,
  ...args: string[]
): Promise<{ code: number; output: unknown; stderr: string }> {
  const environment = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    AWS_MAX_ATTEMPTS: '1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return new Promise((resolve) => {
    const all = ['--endpoint-url', endpoint, '--output', 'json', ...args];
    execFile('aws', all, { env: environment }, (error, stdout, stderr) => {
      const output: unknown = stdout.trim() === '' ? undefined : JSON.parse(stdout);
      resolve({ code: error === null ? 0 : Number(error.code), output, stderr: stderr.trim() });
    });
  });
}

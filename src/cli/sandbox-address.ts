import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';

/** Where the sandbox listens unless told otherwise. */
export const defaultSandboxPort = 4566;

/** How commands find a sandbox that runs. */
export const sandboxFlags = {
  port: Flags.integer({
    helpGroup: 'SANDBOX',
    env: 'ECSDEPLOY_SANDBOX_PORT',
    helpValue: '<port>',
    min: 1,
    max: 65_535,
    description: `Port of the sandbox; without it AWS_ENDPOINT_URL, and without that ${defaultSandboxPort}.`,
  }),
};

class InvalidEndpoint extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_endpoint',
      message: `AWS_ENDPOINT_URL is "${text}", which is not an http address`,
      suggestions: [`Set it to http://127.0.0.1:${defaultSandboxPort}, or give --port.`],
    });
  }
}

/** The address of the sandbox: `--port`, else `AWS_ENDPOINT_URL`, else this machine's default port. */
export function sandboxAddress(
  port: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const given = env['AWS_ENDPOINT_URL'];
  if (port !== undefined || given === undefined || given === '')
    return `http://127.0.0.1:${port ?? defaultSandboxPort}`;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:') throw new InvalidEndpoint(given);
  return url.origin;
}

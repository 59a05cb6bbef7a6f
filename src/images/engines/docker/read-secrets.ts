import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import type { BuildSecret } from '../../../model/image-settings.ts';
import { SecretMissing } from '../build-errors.ts';
import type { Environment } from './environment.ts';

/** A secret that is there. `value` is for hiding it in the output, and for the client if it comes from a variable. */
export interface ReadSecret {
  readonly secret: BuildSecret;
  readonly value: string;
}

// BuildKit takes no larger ones.
const largestSecret = 500 * 1024;

/** @throws SecretMissing */
export function readSecrets(secrets: readonly BuildSecret[], environment: Environment): ReadSecret[] {
  return secrets.map((secret) => ({
    secret,
    value:
      secret.from.kind === 'env'
        ? valueOf(secret.id, secret.from.variable, environment)
        : contentOf(secret.id, secret.from.path),
  }));
}

function valueOf(id: string, variable: string, environment: Environment): string {
  const value = environment[variable];
  // Continuous integration hands a secret that nobody has set over as an empty variable.
  if (value !== undefined && value !== '') return value;
  throw new SecretMissing(
    id,
    `the variable ${variable} is ${value === undefined ? 'not set' : 'empty'}`,
    `Set ${variable} in the environment of ecsdeploy.`,
  );
}

function contentOf(id: string, file: string): string {
  try {
    accessSync(file, constants.R_OK);
    if (!statSync(file).isFile()) throw missing(id, `${file} is not a file`);
    const content = readFileSync(file);
    if (content.length > largestSecret) {
      throw missing(id, `${file} is larger than the ${largestSecret / 1024} KiB that BuildKit takes`);
    }
    return content.toString('utf8');
  } catch (error) {
    if (error instanceof SecretMissing) throw error;
    const isThere = (error as NodeJS.ErrnoException).code !== 'ENOENT';
    throw missing(id, isThere ? `the file ${file} cannot be read` : `there is no file ${file}`);
  }
}

function missing(id: string, why: string): SecretMissing {
  return new SecretMissing(id, why, 'Correct `image.secrets` in ecsdeploy.yml, or write the file.');
}

import { EcsdeployError } from '../model/error.ts';

/** The file was named and is not there. */
export class ConfigNotFound extends EcsdeployError {
  constructor(file: string) {
    super({
      code: 'config.not_found',
      message: `there is no configuration file ${file}`,
      suggestions: ['Check the path given with --config.'],
      details: { file },
    });
  }
}

/** Nothing named ecsdeploy.yml from the directory upward. */
export class NoConfig extends EcsdeployError {
  constructor(directory: string) {
    super({
      code: 'config.none',
      message: `no ecsdeploy.yml was found in ${directory} or above it`,
      suggestions: [
        'Name it with --config, or do without: --cluster <name> --service <name>, and for a release --image <image>.',
      ],
      details: { directory },
    });
  }
}

/** The file is there and cannot be read as a file of text. */
export class UnreadableConfig extends EcsdeployError {
  constructor(file: string, why: string, cause?: unknown) {
    super({ code: 'config.unreadable', message: `${file} ${why}`, details: { file }, cause });
  }
}

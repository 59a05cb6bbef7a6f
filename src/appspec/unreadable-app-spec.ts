import { EcsdeployError } from '../model/error.ts';

/** An AppSpec file of which nothing could be read. */
export class UnreadableAppSpec extends EcsdeployError {
  /** @param source the file as it stands in messages */
  constructor(source: string, why: string, cause?: unknown) {
    super({ code: 'appspec.unreadable', message: `${source}: ${why}`, details: { source }, cause });
  }
}

import type { Grace } from './script-process.ts';
import type { StandIn } from './stand-in.ts';

/** The runner that a workflow gets, and what its actions meet there. */
export interface Machine {
  /** What the processes of every step find besides what GitHub and the workflow set: PATH, HOME, the sandbox's address. */
  readonly environment: Readonly<Record<string, string>>;
  /** Jobs get their folders in here. */
  readonly folder: string;
  /** Actions that are run as they are: `owner/name` and the folder of its action.yml. */
  readonly actions: Readonly<Record<string, string>>;
  /** Actions that are played: `owner/name`. Any other one is an error. */
  readonly standIns: Readonly<Record<string, StandIn>>;
  readonly grace: Grace;
}

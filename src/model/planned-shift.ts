import type { ApprovalMoment } from './lifecycle.ts';

/** How AWS will move the traffic of a release, as the settings in force tell. */
export interface PlannedShift {
  readonly steps:
    | { readonly kind: 'at-once' }
    /** So much first, in percent; after a bake, all of it. */
    | { readonly kind: 'canary'; readonly percent: number; readonly bakeInMinutes: number }
    /** So much more each time, in percent, with a bake between two of them. */
    | { readonly kind: 'linear'; readonly percent: number; readonly bakeInMinutes: number };
  /** Both revisions run, after the last shift. */
  readonly finalBakeInMinutes: number;
  /** ARNs of the listener rules whose weights AWS changes; of the listener for a Network Load Balancer. */
  readonly productionRules: readonly string[];
  readonly testRules: readonly string[];
}

/** A hook that will hold a release at its stages. */
export interface PlannedHook {
  readonly target: 'pause' | 'lambda';
  /** ARN of the function. */
  readonly targetArn?: string | undefined;
  readonly stages: readonly string[];
  /** Who has put it there: the configuration of ecsdeploy, or somebody else. */
  readonly holder: 'ecsdeploy' | 'others';
  /** Of a pause of ours: when a person is asked. */
  readonly moment?: ApprovalMoment | undefined;
  /** Of a pause of ours at which nobody is asked: the gates that it waits for. */
  readonly gates?: readonly string[] | undefined;
  readonly timeoutInMinutes?: number | undefined;
  readonly onTimeout: 'CONTINUE' | 'ROLLBACK';
}

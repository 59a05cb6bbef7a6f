import type {
  Action,
  FixedResponseActionConfig,
  RedirectActionConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2';

export interface GroupShare {
  readonly targetGroupArn: string;
  readonly weight: number;
}

export interface Forward {
  readonly kind: 'forward';
  readonly groups: readonly GroupShare[];
  /** For how many seconds a client stays with its target group, if it does. */
  readonly stickySeconds: number | undefined;
  /** Whose turns are counted. */
  readonly action: Action;
}

/** What a rule wants done with a request. */
export type Decision =
  | Forward
  | { readonly kind: 'redirect'; readonly config: RedirectActionConfig }
  | { readonly kind: 'fixed-response'; readonly config: FixedResponseActionConfig }
  /** An action that the sandbox does not carry out: refused, never skipped. */
  | { readonly kind: 'unsupported'; readonly action: string };

/** Actions are performed by their order, the routing one last ("Action types for listener rules" in the guide). */
export function decide(actions: readonly Action[]): Decision {
  const first = actions.length > 1 ? actions.find((action) => !isRouting(action)) : undefined;
  const action = first ?? actions[0];
  switch (action?.Type) {
    case 'forward': {
      const sticky = action.ForwardConfig?.TargetGroupStickinessConfig;
      return {
        kind: 'forward',
        action,
        groups: (action.ForwardConfig?.TargetGroups ?? []).map((group) => ({
          targetGroupArn: group.TargetGroupArn ?? '',
          weight: group.Weight ?? 1,
        })),
        stickySeconds: sticky?.Enabled === true ? (sticky.DurationSeconds ?? 3600) : undefined,
      };
    }
    case 'redirect':
      return { kind: 'redirect', config: action.RedirectConfig ?? { StatusCode: undefined } };
    case 'fixed-response':
      return { kind: 'fixed-response', config: action.FixedResponseConfig ?? { StatusCode: undefined } };
    default:
      return { kind: 'unsupported', action: action?.Type ?? 'none' };
  }
}

function isRouting(action: Action): boolean {
  return action.Type === 'forward' || action.Type === 'redirect' || action.Type === 'fixed-response';
}

/** What became of a request to an application load balancer. */
export type RequestOutcome =
  /** The target answered. Milliseconds until it did. */
  | {
      readonly kind: 'answered';
      readonly targetGroupArn: string;
      readonly status: number;
      readonly latency: number;
    }
  /** The target that was chosen did not; the load balancer answered with this status. */
  | { readonly kind: 'unanswered'; readonly targetGroupArn: string; readonly status: number }
  /** The load balancer answered without choosing a target. */
  | { readonly kind: 'own'; readonly status: number };

export interface Measurement {
  readonly name: string;
  readonly unit: 'Count' | 'Seconds';
  readonly value: number;
  /** Also measured for the target group; else for the load balancer alone. */
  readonly ofGroup: boolean;
}

/** What one request adds to metrics ("CloudWatch metrics for your Application Load Balancer" in its guide). */
export function measure(outcome: RequestOutcome): Measurement[] {
  switch (outcome.kind) {
    case 'answered':
      return [
        count('RequestCount', true),
        ...ofStatus('HTTPCode_Target', outcome.status, true),
        { name: 'TargetResponseTime', unit: 'Seconds', value: outcome.latency / 1000, ofGroup: true },
      ];
    case 'unanswered':
      return [count('RequestCount', true), ...ownCodes(outcome.status)];
    case 'own':
      // "Requests that are rejected before a target is chosen are not reflected" in RequestCount.
      return ownCodes(outcome.status);
    default:
      return outcome satisfies never;
  }
}

function ownCodes(status: number): Measurement[] {
  const single = [500, 502, 503, 504].includes(status) ? [count(`HTTPCode_ELB_${status}_Count`, false)] : [];
  return status < 300 ? [] : [...ofStatus('HTTPCode_ELB', status, false), ...single];
}

function ofStatus(prefix: string, status: number, ofGroup: boolean): Measurement[] {
  const hundreds = Math.floor(status / 100);
  return hundreds >= 2 && hundreds <= 5 ? [count(`${prefix}_${hundreds}XX_Count`, ofGroup)] : [];
}

function count(name: string, ofGroup: boolean): Measurement {
  return { name, unit: 'Count', value: 1, ofGroup };
}

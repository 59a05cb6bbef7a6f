import type { TargetGroup } from './target-group.ts';
import { targetKey, type TargetAddress } from './target.ts';

/** What a load balancer has sent to one target of one target group since the target was first registered, and what came back. */
export interface TargetTally {
  requests: number;
  /** Answers of the target, by the first digit of their status. */
  status2xx: number;
  status3xx: number;
  status4xx: number;
  status5xx: number;
  /** Requests that the target did not answer: it refused the connection, broke it, or took too long. */
  unanswered: number;
  /** Requests under way; for a network load balancer the connections. */
  inFlight: number;
}

/** What a load balancer answered itself, without a target. */
export interface OwnAnswers {
  status3xx: number;
  status4xx: number;
  status5xx: number;
}

export interface CountedTarget {
  readonly address: TargetAddress;
  readonly tally: TargetTally;
}

/** Counts of one account and region from its beginning, as metrics of CloudWatch are made of them. */
export class Traffic {
  /** By target group, then by `id:port`. What has gone is kept: its counts belong to the group. */
  readonly #targets = new Map<string, Map<string, CountedTarget>>();
  readonly #ownAnswers = new Map<string, OwnAnswers>();

  ofTarget(targetGroupArn: string, { id, port }: TargetAddress): TargetTally {
    const ofGroup = this.#targets.get(targetGroupArn) ?? new Map<string, CountedTarget>();
    this.#targets.set(targetGroupArn, ofGroup);
    const key = targetKey({ id, port });
    const known = ofGroup.get(key);
    if (known !== undefined) return known.tally;
    const tally: TargetTally = {
      requests: 0,
      status2xx: 0,
      status3xx: 0,
      status4xx: 0,
      status5xx: 0,
      unanswered: 0,
      inFlight: 0,
    };
    ofGroup.set(key, { address: { id, port }, tally });
    return tally;
  }

  /** The counts of all targets of a group: of those that are registered, and of those that have got requests before. */
  targetsOf(group: TargetGroup): CountedTarget[] {
    for (const target of group.targets.values()) this.ofTarget(group.arn, target);
    return [...(this.#targets.get(group.arn)?.values() ?? [])];
  }

  ofLoadBalancer(arn: string): OwnAnswers {
    const known = this.#ownAnswers.get(arn);
    if (known !== undefined) return known;
    const answers: OwnAnswers = { status3xx: 0, status4xx: 0, status5xx: 0 };
    this.#ownAnswers.set(arn, answers);
    return answers;
  }
}

/** Counts an answer by its status; what is below 200 or above 599 is not counted, as by AWS. */
export function countStatus(tally: Partial<TargetTally> & OwnAnswers, status: number): void {
  if (status >= 500) tally.status5xx += 1;
  else if (status >= 400) tally.status4xx += 1;
  else if (status >= 300) tally.status3xx += 1;
  else if (status >= 200 && tally.status2xx !== undefined) tally.status2xx += 1;
}

import type { ServiceEntry } from '../../service-catalogue.ts';
import { ServiceError } from '../../service-error.ts';
import type { World } from '../../world.ts';
import type { PolicyStatement } from '../policy-document.ts';
import { decide } from '../simulate.ts';
import { readEnforcedPolicy } from './read-enforced-policy.ts';
import { membersOf, type Requirement } from './requirement.ts';
import { rules } from './rules/index.ts';

export interface EnforcedPolicy {
  /** A policy document: parsed JSON, or its text. */
  readonly policy: unknown;
  /** Whose requests are held against it; absent: everybody's. */
  readonly accessKeyId?: string | undefined;
}

/** What `sandbox status` tells of it. */
export interface EnforcementStatus {
  readonly statements: number;
  readonly accessKeyId?: string | undefined;
  /** Requests that were refused for want of a permission. */
  readonly refused: number;
}

/** A request, as far as its permissions are concerned. */
interface AskedFor {
  readonly service: ServiceEntry;
  readonly operation: string;
  readonly input: unknown;
  readonly world: World;
  readonly caller: { readonly arn: string; readonly accessKeyId: string };
}

/** The policy that requests are held against. Without one everybody may do everything. */
export class Enforcement {
  #statements: readonly PolicyStatement[] | undefined;
  #accessKeyId: string | undefined;
  #refused = 0;

  /** @throws ControlInputError where the policy is none that the sandbox can hold requests against */
  set({ policy, accessKeyId }: EnforcedPolicy): void {
    this.#statements = readEnforcedPolicy(policy);
    this.#accessKeyId = accessKeyId;
    this.#refused = 0;
  }

  clear(): void {
    this.#statements = undefined;
    this.#refused = 0;
  }

  status(): EnforcementStatus | undefined {
    if (this.#statements === undefined) return undefined;
    return {
      statements: this.#statements.length,
      ...(this.#accessKeyId !== undefined && { accessKeyId: this.#accessKeyId }),
      refused: this.#refused,
    };
  }

  /** AWS's sentence about the first permission that a call lacks; undefined where it lacks none. */
  refusalOfCall({ service, operation, input, world, caller }: AskedFor): string | undefined {
    if (!this.#holds(caller.accessKeyId)) return undefined;
    const rule = rules[service.name]?.[operation];
    const needs = rule?.(membersOf(input), world) ?? [
      { action: `${prefixOf(service)}:${operation}`, resource: '*' },
    ];
    return this.#refusal(needs, caller.arn);
  }

  /** The same of a request that is no call of an operation: to the registry, to S3. */
  refusalOf(
    needs: readonly Requirement[],
    caller: { readonly arn: string; readonly accessKeyId: string | undefined },
  ): string | undefined {
    return this.#holds(caller.accessKeyId) ? this.#refusal(needs, caller.arn) : undefined;
  }

  #holds(accessKeyId: string | undefined): boolean {
    // Without a key it is nobody's: the sandbox itself pulls images for its tasks.
    if (this.#statements === undefined || accessKeyId === undefined) return false;
    return this.#accessKeyId === undefined || accessKeyId === this.#accessKeyId;
  }

  #refusal(needs: readonly Requirement[], arn: string): string | undefined {
    for (const { action, resource, context = {} } of needs) {
      const entries = Object.entries(context).map(([ContextKeyName, value]) => ({
        ContextKeyName,
        ContextKeyValues: [value],
      }));
      const decision = decide(this.#statements ?? [], { action, resource, context: entries });
      if (decision === 'allowed') continue;
      this.#refused += 1;
      const because =
        decision === 'explicitDeny'
          ? 'with an explicit deny in an identity-based policy'
          : `because no identity-based policy allows the ${action} action`;
      return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
    }
    return undefined;
  }
}

/** As the protocol has it: AccessDeniedException with 400 in JSON, AccessDenied with 403 in the Query protocol. */
export function accessDenied(message: string, isQuery: boolean): ServiceError {
  return isQuery
    ? new ServiceError('AccessDenied', message, 403)
    : new ServiceError('AccessDeniedException', message);
}

/** As IAM spells it: CloudWatch signs with another name than its actions have. */
export function prefixOf({ signingName }: Pick<ServiceEntry, 'signingName'>): string {
  return signingName === 'monitoring' ? 'cloudwatch' : signingName;
}

import type { CallLog } from './call-log.ts';
import type { TrafficStatus } from './elbv2/metrics/simulated-traffic.ts';
import type { TrafficStream } from './elbv2/metrics/traffic-flows.ts';
import type { BehaviourChange } from './engine/image-behaviour.ts';
import type { Fault } from './faults.ts';
import type { EnforcedPolicy, EnforcementStatus } from './iam/enforcement/enforcement.ts';
import type { LambdaInvocation, ScriptedAnswer } from './lambda/script.ts';
import type { QuotaStatus } from './rate-quotas.ts';
import type { RuntimeStatus } from './runtime/runtimes.ts';

/** What `sandbox status` shows. Times are milliseconds since the epoch, in sandbox time. */
export interface SandboxStatus {
  readonly account: string;
  readonly region: string;
  readonly seed: number;
  readonly now: number;
  readonly clusters: number;
  readonly services: number;
  readonly calls: number;
  readonly faults: readonly Fault[];
  /** What is left of the answers that were scripted for functions of hooks, by function. */
  readonly hooks: Readonly<Record<string, readonly ScriptedAnswer[]>>;
  /** Requests that nobody sends, but that show in metrics. */
  readonly traffic: readonly TrafficStatus[];
  readonly quotas: QuotaStatus;
  readonly runtime: RuntimeStatus;
  /** The policy that requests are held against; absent: everybody may do everything. */
  readonly enforcement?: EnforcementStatus | undefined;
}

/** Members of a stream as they are there; the lowest port of all listeners, and the path `/`, where none is given. */
export type TrafficChange = Omit<TrafficStream, 'path' | 'port'> & {
  readonly path?: string | undefined;
  readonly port?: number | undefined;
};

/** What a person, a test or the control API does to a sandbox from outside of AWS's own operations. */
export interface SandboxControl {
  /** Sets how containers of an image behave from now on: `demo/web:2`, a full address, or one with a digest. */
  behave(image: string, change: BehaviourChange): void;
  /**
   * Says what a Lambda function, by its name or ARN, answers to deployment hooks: one answer after the other, the last again and again.
   * None at all: it answers SUCCEEDED, as every function does that nobody has scripted.
   */
  hook(functionName: string, answers: readonly ScriptedAnswer[]): void;
  /** How functions of hooks were called, oldest first. */
  invocations(): readonly LambdaInvocation[];
  /**
   * Says which requests come from now on to a listener of an application load balancer, by its name or ARN: `GET` of a path, as a stream for each
   * listener. Nobody sends them; what would become of them shows in metrics. 0 a second ends the stream of a port, or all of the load balancer without
   * one; undefined then. Throws a `ControlInputError` where there is no such load balancer, or none of its listeners has the port.
   */
  traffic(loadBalancer: string, stream: TrafficChange): TrafficStatus | undefined;
  fault(fault: Fault): void;
  clearFaults(): void;
  /**
   * Holds requests against a policy from now on, until `undefined` takes it back: what it does not grant is AccessDenied. It outlives a reset.
   * Throws a `ControlInputError` with one sentence where the policy is none.
   */
  enforceIam(enforced: EnforcedPolicy | undefined): void;
  /** Lets sandbox time pass at once. */
  advance(milliseconds: number): void;
  /** Forgets everything: the account is empty again, and the seed starts over. Time goes on. */
  reset(): void;
  status(): SandboxStatus;
  readonly calls: CallLog;
  /** Requests to the container registry: `registry:PutManifest`. Apart, because they are no calls of AWS operations. */
  readonly registryCalls: CallLog;
}

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TargetGroup } from '../target-group.ts';
import type { Target } from '../target.ts';
import type { TargetTally } from '../traffic.ts';

/** How long an unused connection is kept, in milliseconds: the default idle timeout of AWS's load balancers. */
const keptFor = 60_000;

/** One target as the load balancer's connections see it: those that are kept, and what is under way. */
export class Upstream {
  readonly group: TargetGroup;
  readonly target: Target;
  readonly tally: TargetTally;
  readonly isTls: boolean;
  readonly agent: HttpAgent;
  readonly #underWay = new Set<() => void>();
  readonly #idleSince = new WeakMap<Duplex, number>();
  #isDraining = false;

  constructor(group: TargetGroup, target: Target, tally: TargetTally) {
    this.group = group;
    this.target = target;
    this.tally = tally;
    this.isTls = group.protocol === 'HTTPS' || group.protocol === 'TLS';
    // Certificates of targets are not verified: guide for Application Load Balancers, "Routing configuration".
    this.agent = this.isTls
      ? new HttpsAgent({ keepAlive: true, timeout: keptFor, rejectUnauthorized: false })
      : new HttpAgent({ keepAlive: true, timeout: keptFor });
    this.#keepOnlyWhileInUse();
  }

  /** Counts a request in until the returned function is called; `abort` ends it when the target's time is over. */
  begin(abort: () => void): () => void {
    this.tally.requests += 1;
    this.tally.inFlight += 1;
    this.#underWay.add(abort);
    return () => {
      if (this.#underWay.delete(abort)) this.tally.inFlight -= 1;
    };
  }

  /** Closes kept connections that have been idle for so many milliseconds: the target may be about to close them, too. */
  closeIdle(forAtLeast = 0): void {
    const now = performance.now();
    for (const sockets of Object.values(this.agent.freeSockets)) {
      for (const socket of sockets ?? []) {
        if (now - (this.#idleSince.get(socket) ?? 0) >= forAtLeast) socket.destroy();
      }
    }
  }

  /** No new requests will come: connections close as they become idle. */
  drain(): void {
    this.#isDraining = true;
    this.closeIdle();
  }

  /** The target is gone: what is still under way ends. */
  close(): void {
    this.drain();
    for (const abort of [...this.#underWay]) abort();
  }

  #keepOnlyWhileInUse(): void {
    const { agent } = this;
    const keep = agent.keepSocketAlive.bind(agent) as (socket: Duplex) => boolean;
    // Node decides by the returned value, which its types do not tell.
    agent.keepSocketAlive = (socket: Duplex): boolean => {
      if (this.#isDraining) return false;
      this.#idleSince.set(socket, performance.now());
      return keep(socket);
    };
  }
}

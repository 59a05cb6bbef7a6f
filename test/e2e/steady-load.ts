import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** One request that did not end with a 2xx: the status it got instead, or why it got none. */
interface LoadFailure {
  /** When it was sent, in milliseconds since the load began. */
  readonly at: number;
  readonly status?: number | undefined;
  readonly error?: string | undefined;
}

export interface LoadAnswer {
  readonly status: number;
  /** Without the white space around it. */
  readonly body: string;
  /** From sending to the last byte. */
  readonly milliseconds: number;
}

export interface LoadResult {
  readonly sent: number;
  /** Complete answers of any status; the rest of `sent` are failures with an error. */
  readonly answered: number;
  readonly failures: readonly LoadFailure[];
  /** How many 2xx answers had which body. */
  readonly byBody: Readonly<Record<string, number>>;
  /** When the last 2xx answer with each body had come, as `performance.now()` counts. */
  readonly lastByBody: Readonly<Record<string, number>>;
  /** The longest that any request took, failures included. */
  readonly longestMilliseconds: number;
}

export interface LoadOptions {
  readonly url: string;
  readonly perSecond: number;
  readonly onAnswer?: ((answer: LoadAnswer) => void) | undefined;
  /**
   * A request without a complete answer after this time has failed. Time in which this process stood still does not count. Where it is
   * not given: longer than a load balancer waits for a target, which answers 504 then, so that being slow is not taken for dropping.
   */
  readonly patienceMilliseconds?: number | undefined;
  /**
   * As many requests are never under way at once. A server that makes a process of each connection queues a handful of them: what is sent
   * beyond that on a busy machine is lost in the queue of its kernel, and that says nothing of a release.
   */
  readonly atMostUnderWay?: number | undefined;
}

export interface Load {
  /** Resolves when so many requests have been sent. */
  reached(count: number): Promise<void>;
  /** Sends nothing more, waits for the requests in flight, and tells how all of them went. */
  stop(): Promise<LoadResult>;
}

type Ending = { readonly status: number; readonly body: string } | { readonly error: string };

const tick = 5;

/** How often a request that waits looks how long it has waited. */
const looksWhileWaiting = 20;

/** More than the 60 s after which a load balancer gives up on a target, and than a SYN takes that a full backlog has dropped five times. */
const patience = 75_000;

/**
 * Sends `perSecond` GET requests a second, evenly, whether or not earlier ones have been answered, up to a few: a server that stalls
 * does not slow its clients down, one that can no more does, and what it fails to answer is counted. Connections are kept alive, as browsers
 * and proxies keep theirs.
 */
export function startLoad(options: LoadOptions): Load {
  const { url, perSecond, onAnswer, patienceMilliseconds = patience, atMostUnderWay = 8 } = options;
  // First in, first out: each idle connection is soon used again, so that none is closed by the server just as a request goes out.
  const agent = new Agent({ keepAlive: true, scheduling: 'fifo' });
  const failures: LoadFailure[] = [];
  const byBody = new Map<string, number>();
  const lastByBody = new Map<string, number>();
  const inFlight = new Set<Promise<void>>();
  let sent = 0;
  let heldBack = 0;
  let answered = 0;
  let longestMilliseconds = 0;

  async function send(): Promise<void> {
    const sentAt = performance.now();
    const ending = await request(url, agent, patienceMilliseconds);
    const endedAt = performance.now();
    const milliseconds = endedAt - sentAt;
    const at = Math.round(sentAt - begun);
    longestMilliseconds = Math.max(longestMilliseconds, milliseconds);
    if ('error' in ending) {
      failures.push({ at, error: ending.error });
      return;
    }
    answered += 1;
    const { status, body } = ending;
    if (status >= 200 && status < 300) {
      byBody.set(body, (byBody.get(body) ?? 0) + 1);
      lastByBody.set(body, endedAt);
    } else failures.push({ at, status });
    onAnswer?.({ status, body, milliseconds });
  }

  // Timers come late; how many requests are due is told by the clock, so that the rate holds all the same.
  function sendWhatIsDue(): void {
    const due = Math.floor(((performance.now() - begun) / 1000) * perSecond) - heldBack;
    for (; sent < due; sent += 1) {
      if (inFlight.size >= atMostUnderWay) {
        // They are not made up for: that would be a burst.
        heldBack += due - sent;
        return;
      }
      const sending = send().finally(() => inFlight.delete(sending));
      inFlight.add(sending);
    }
  }

  const begun = performance.now();
  const timer = setInterval(sendWhatIsDue, tick);

  return {
    async reached(count) {
      while (sent < count) await wait(tick);
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(inFlight);
      agent.destroy();
      return {
        sent,
        answered,
        failures,
        byBody: Object.fromEntries(byBody),
        lastByBody: Object.fromEntries(lastByBody),
        longestMilliseconds,
      };
    },
  };
}

/** Never rejects: a broken connection, at whatever point, is an ending too. */
function request(url: string, agent: Agent, patience: number): Promise<Ending> {
  return new Promise((resolve) => {
    const outgoing = get(url, { agent }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => end({ status: response.statusCode ?? 0, body: body.trim() }));
      response.on('error', (error) => end({ error: reasonOf(error) }));
    });
    // Timers come before sockets are read: after a standstill of this process one long timer would end a request whose answer is there.
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks > looksWhileWaiting) outgoing.destroy(new Error(`no answer within ${patience} ms`));
    }, patience / looksWhileWaiting);
    outgoing.on('error', (error) => end({ error: reasonOf(error) }));

    function end(ending: Ending): void {
      clearInterval(timer);
      resolve(ending);
    }
  });
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.code === undefined ? error.message : `${error.code}: ${error.message}`;
}

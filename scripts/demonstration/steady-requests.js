import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';

/** Milliseconds. */
const tick = 10;
const patience = 60_000;

// A small server queues a handful of connections; what is sent beyond that on a busy machine is lost in the queue of its kernel.
const mostUnderWay = 8;

/** Sends GET requests, evenly, whether or not earlier ones have been answered, up to a few: a server that stalls does not slow its clients down. */
export class SteadyRequests {
  /** How many were due; those beyond what may be under way are left out. */
  #due = 0;
  #underWay = 0;
  #recent = [];
  #timer;
  // First in, first out: each idle connection is soon used again, so that the server closes none just as a request goes out.
  #agent = new Agent({ keepAlive: true, scheduling: 'fifo' });

  constructor(url, perSecond) {
    const begun = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1000) * perSecond);
      for (; this.#due < due; this.#due += 1) {
        if (this.#underWay < mostUnderWay) this.#recent.push(this.#ask(url));
      }
    }, tick);
  }

  /**
   * How all requests since the last call went, when the last of them has its answer: `answers` are the bodies of those that were answered
   * with 200, `failures` why the others were not.
   */
  async sinceLastCall() {
    const recent = this.#recent;
    this.#recent = [];
    const ends = await Promise.all(recent);
    return {
      answers: ends.flatMap(({ body }) => (body === undefined ? [] : [body])),
      failures: ends.flatMap(({ failure }) => (failure === undefined ? [] : [failure])),
    };
  }

  async #ask(url) {
    this.#underWay += 1;
    try {
      return await ask(url, this.#agent);
    } finally {
      this.#underWay -= 1;
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.#agent.destroy();
  }
}

/** Never rejects: a connection that breaks, at whatever point, is an end too. */
function ask(url, agent) {
  return new Promise((resolve) => {
    const fail = (error) => resolve({ failure: error.message });
    const request = get(url, { agent, timeout: patience }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => {
        body += text;
      });
      response.on('end', () => {
        const { statusCode } = response;
        resolve(statusCode === 200 ? { body } : { failure: `status ${statusCode}` });
      });
      response.on('error', fail);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${patience / 1000} s`)));
    request.on('error', fail);
  });
}

import { setTimeout as pause } from 'node:timers/promises';
import type { DockerCli, Following } from './docker-cli.ts';

/** After a break the stream is opened again, at first soon, then less often. Milliseconds. */
const shortestPause = 500;
const longestPause = 30_000;
/** What happened in the moment before the stream was open is sent too; as the CLI understands it, by this machine's clock. */
const lookBack = '10s';

/** Listens to what the engine tells of containers with a label: that one has ended, or that its health has changed. */
export class EngineEvents {
  readonly #cli: DockerCli;
  readonly #label: string;
  readonly #onContainer: (id: string) => void;
  readonly #onReconnect: () => void;
  #following: Following | undefined;
  #isOpen = false;

  /** `onReconnect`: the stream had broken, so anything may have happened. */
  constructor(cli: DockerCli, label: string, onContainer: (id: string) => void, onReconnect: () => void) {
    this.#cli = cli;
    this.#label = label;
    this.#onContainer = onContainer;
    this.#onReconnect = onReconnect;
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    void this.#listen();
  }

  close(): void {
    this.#isOpen = false;
    this.#following?.stop();
  }

  async #listen(): Promise<void> {
    let wait = shortestPause;
    for (let attempt = 0; this.#isOpen; attempt++) {
      if (attempt > 0) this.#onReconnect();
      let rest = '';
      this.#following = this.#cli.follow(this.#command(), (chunk, from) => {
        if (from === 'stderr') return;
        wait = shortestPause;
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const id of lines) this.#onContainer(id);
      });
      await this.#following.ended;
      await pause(wait, undefined, { ref: false });
      wait = Math.min(2 * wait, longestPause);
    }
  }

  #command(): string[] {
    const filters = [`label=${this.#label}`, 'type=container', 'event=die', 'event=health_status'];
    return [
      'events',
      `--since=${lookBack}`,
      ...filters.map((filter) => `--filter=${filter}`),
      '--format={{.Actor.ID}}',
    ];
  }
}

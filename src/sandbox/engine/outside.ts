/** What lets the world catch up with real time, and plans its next event: the server's clock. */
export interface Pacemaker {
  catchUp(): void;
  plan(): void;
  /** The sandbox time that real time has come to, which the timeline may be behind of. */
  present(): number;
}

/**
 * How something from outside of the timeline comes into the world: a container that exits, the answer of a real target. It happens at
 * the present moment, between two events. In virtual time, where nothing paces the world, it happens at once.
 */
export class Outside {
  #pacemaker: Pacemaker | undefined;

  connect(pacemaker: Pacemaker): void {
    this.#pacemaker = pacemaker;
  }

  disconnect(): void {
    this.#pacemaker = undefined;
  }

  occur(action: () => void): void {
    this.#pacemaker?.catchUp();
    action();
    this.#pacemaker?.plan();
  }

  /** The present moment, without letting anything happen; `standing` where nothing paces the world. */
  presentOr(standing: number): number {
    return Math.max(standing, this.#pacemaker?.present() ?? standing);
  }
}

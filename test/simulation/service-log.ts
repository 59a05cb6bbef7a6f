import type { ReleaseFact } from '../../src/model/release-event.ts';
import type { Scene } from './scene.ts';

export interface TimedFact {
  /** AWS's clock. */
  readonly at: number;
  readonly fact: ReleaseFact;
}

/** What one process told of one service, and how that service stood when it looked. */
export class ServiceLog {
  readonly facts: TimedFact[] = [];
  /** How the service stood when the process began. */
  readonly begins: Scene;
  #scenes: Scene[] = [];
  #isConcluded = false;
  readonly #sceneNow: () => Scene;

  constructor(sceneNow: () => Scene) {
    this.#sceneNow = sceneNow;
    this.begins = sceneNow();
  }

  /** How the service stood when the last look at it began, at each request of the process since then, and at the end. */
  get scenes(): readonly Scene[] {
    return this.#isConcluded ? this.#scenes : [...this.#scenes, this.#sceneNow()];
  }

  tell(fact: ReleaseFact): void {
    this.facts.push({ at: this.#sceneNow().at, fact });
    if (fact.type !== 'release.concluded') return;
    this.#scenes = [...this.#scenes, this.#sceneNow()];
    this.#isConcluded = true;
  }

  /** @param isLook whether the request asks for the service itself: what was said is held against what could be seen since then */
  request(scene: Scene, isLook: boolean): void {
    if (isLook) {
      this.#scenes = [scene];
      this.#isConcluded = false;
    } else if (!this.#isConcluded) this.#scenes.push(scene);
  }

  /** The answer told how it stood a moment ago. */
  answeredWith(scene: Scene): void {
    if (!this.#isConcluded) this.#scenes.push(scene);
  }
}

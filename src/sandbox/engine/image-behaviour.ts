/** How a simulated container of an image behaves. Times are milliseconds of sandbox time. */
export interface ImageBehaviour {
  /** From PENDING to RUNNING: pull and start. */
  readonly startDelay: number;
  /** The container exits with `code`, `after` milliseconds after it started running. */
  readonly exit?: { readonly code: number; readonly after: number };
  /** The task never reaches RUNNING and stops with this text: `CannotPullContainerError: …`. */
  readonly stoppedReason?: string;
  /** What a container health check finds; `none` means it never answers (UNKNOWN for ever). */
  readonly health: 'healthy' | 'unhealthy' | 'none';
  /** What the container answers over HTTP. */
  readonly http: {
    readonly status: number;
    /** Share of requests answered with 500 instead, 0 to 1. */
    readonly errorRate: number;
    readonly latency: number;
  };
}

/** What a person wants to be different from now on. */
export type BehaviourChange = Partial<Omit<ImageBehaviour, 'http'>> & {
  readonly http?: Partial<ImageBehaviour['http']>;
};

const defaultBehaviour: ImageBehaviour = {
  startDelay: 5_000,
  health: 'healthy',
  http: { status: 200, errorRate: 0, latency: 5 },
};

/** Behaviours by image, as a person set them through control. */
export class ImageBehaviours {
  readonly #byImage = new Map<string, ImageBehaviour>();
  readonly #otherNames: (image: string) => readonly string[];

  /** `otherNames` tells under which other names the registry knows an image: its tags, its digest. */
  constructor(otherNames: (image: string) => readonly string[] = () => []) {
    this.#otherNames = otherNames;
  }

  set(image: string, change: BehaviourChange): void {
    const known = this.of(image);
    this.#byImage.set(image, { ...known, ...change, http: { ...known.http, ...change.http } });
  }

  /**
   * The behaviour set for exactly this image (`demo/web:2`, a full URI, or one with a digest), else the one set for
   * another name of the same image, else the default one.
   */
  of(image: string): ImageBehaviour {
    if (this.#byImage.size === 0) return defaultBehaviour;
    const exact = this.#byImage.get(image);
    if (exact !== undefined) return exact;
    const other = this.#otherNames(image).find((name) => this.#byImage.has(name)) ?? '';
    return this.#byImage.get(other) ?? defaultBehaviour;
  }

  clear(): void {
    this.#byImage.clear();
  }
}

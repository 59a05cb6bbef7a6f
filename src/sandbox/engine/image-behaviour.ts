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

export const defaultBehaviour: ImageBehaviour = {
  startDelay: 5_000,
  health: 'healthy',
  http: { status: 200, errorRate: 0, latency: 5 },
};

/** Behaviours by image, as a person set them through control. */
export class ImageBehaviours {
  readonly #byImage = new Map<string, ImageBehaviour>();

  set(image: string, behaviour: Partial<ImageBehaviour>): void {
    this.#byImage.set(image, { ...this.of(image), ...behaviour });
  }

  /** The behaviour set for exactly this image (`demo/web:2`, a full URI, or one with a digest), or the default one. */
  of(image: string): ImageBehaviour {
    return this.#byImage.get(image) ?? defaultBehaviour;
  }

  clear(): void {
    this.#byImage.clear();
  }
}

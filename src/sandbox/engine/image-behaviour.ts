import { failureOf, type FailingCheck, type FailureFamily } from './failure-families.ts';

/** How a simulated container of an image behaves. Times are milliseconds of sandbox time. */
export interface ImageBehaviour {
  /** From PENDING to RUNNING: pull and start. */
  readonly startDelay: number;
  /** The container exits with `code`, `after` milliseconds after it started running. */
  readonly exit?: {
    readonly code: number;
    readonly after: number;
    /** AWS's own words about the end, such as `OutOfMemoryError: …`. */
    readonly reason?: string | undefined;
    /** What it still writes into its log. */
    readonly lastLine?: string | undefined;
  };
  /**
   * How a command ends that RunTask gives a container instead of its own. Where nobody has said so, it ends as the image does, and
   * where that does not, well after two seconds.
   */
  readonly command?: { readonly code: number; readonly after: number };
  /** The task never reaches RUNNING and stops with this text: `CannotPullContainerError: …`. */
  readonly stoppedReason?: string;
  /** What goes wrong with its tasks. What it says of exit, health and HTTP goes before the members that do. */
  readonly failure?: FailureFamily | undefined;
  /** What a container health check finds; `none` means it never answers (UNKNOWN for ever). */
  readonly health: 'healthy' | 'unhealthy' | 'none';
  /** What the container answers over HTTP. */
  readonly http: {
    readonly status: number;
    /** Share of requests answered with 500 instead, 0 to 1. Health checks ask for a page that does not fail. */
    readonly errorRate: number;
    readonly latency: number;
  };
  /** What a task with a container of this image uses of its CPU and of its memory, in percent, as metrics of AWS/ECS tell it. */
  readonly cpu?: number;
  readonly memory?: number;
}

/** What a person wants to be different from now on. */
export type BehaviourChange = Partial<Omit<ImageBehaviour, 'http' | 'failure'>> & {
  readonly http?: Partial<ImageBehaviour['http']>;
  /** `none`: what was said of a failure before no longer holds, nor a reason with which tasks stop. */
  readonly failure?: FailureFamily | 'none' | undefined;
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
  #listeners: (() => void)[] = [];

  /** `otherNames` tells under which other names the registry knows an image: its tags, its digest. */
  constructor(otherNames: (image: string) => readonly string[] = () => []) {
    this.#otherNames = otherNames;
  }

  set(image: string, change: BehaviourChange): void {
    const given = this.#given(image);
    const known = change.failure === 'none' ? withoutStoppedReason(given) : given;
    const failure = change.failure === 'none' ? undefined : (change.failure ?? known.failure);
    this.#byImage.set(image, { ...known, ...change, failure, http: { ...known.http, ...change.http } });
    for (const listener of this.#listeners) listener();
  }

  /** Tells of each change, until all behaviours are cleared. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /**
   * The behaviour set for exactly this image (`demo/web:2`, a full URI, or one with a digest), else the one set for
   * another name of the same image, else the default one. With what its failure makes of it.
   */
  of(image: string): ImageBehaviour {
    return withFailure(this.#given(image));
  }

  #given(image: string): ImageBehaviour {
    if (this.#byImage.size === 0) return defaultBehaviour;
    const exact = this.#byImage.get(image);
    if (exact !== undefined) return exact;
    const other = this.#otherNames(image).find((name) => this.#byImage.has(name)) ?? '';
    return this.#byImage.get(other) ?? defaultBehaviour;
  }

  clear(): void {
    this.#byImage.clear();
    this.#listeners = [];
  }
}

function withoutStoppedReason(behaviour: ImageBehaviour): ImageBehaviour {
  const { stoppedReason, ...rest } = behaviour;
  return stoppedReason === undefined ? behaviour : rest;
}

function withFailingCheck(behaviour: ImageBehaviour, check: FailingCheck): ImageBehaviour {
  switch (check) {
    case 'container':
      return { ...behaviour, health: 'unhealthy' };
    case 'load balancer':
      return { ...behaviour, http: { ...behaviour.http, status: 503 } };
    case 'target group':
      return behaviour;
    default:
      return check satisfies never;
  }
}

function withFailure(behaviour: ImageBehaviour): ImageBehaviour {
  if (behaviour.failure === undefined) return behaviour;
  const failure = failureOf(behaviour.failure);
  switch (failure.kind) {
    case 'exits':
      return { ...behaviour, exit: failure };
    case 'unhealthy':
      return withFailingCheck(behaviour, failure.check);
    case 'not-started':
    case 'container-not-started':
    case 'taken':
    case 'not-placed':
      return behaviour;
    default:
      return failure satisfies never;
  }
}

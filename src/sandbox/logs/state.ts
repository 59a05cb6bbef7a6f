import type { Random } from '../engine/random.ts';
import type { Timeline } from '../engine/timeline.ts';

export interface LogEvent {
  readonly id: string;
  /** Milliseconds, as everywhere in this service. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Oldest first. */
  readonly events: LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
}

/** CloudWatch Logs of one account and region. */
export class LogsState {
  readonly groups = new Map<string, LogGroup>();
  readonly #timeline: Timeline;
  readonly #random: Random;
  readonly #arnPrefix: string;

  constructor(timeline: Timeline, random: Random, account: string, region: string) {
    this.#timeline = timeline;
    this.#random = random;
    this.#arnPrefix = `arn:aws:logs:${region}:${account}:log-group:`;
  }

  hasGroup(name: string): boolean {
    return this.groups.has(name);
  }

  createGroup(name: string, tags: Readonly<Record<string, string>> = {}): LogGroup {
    const group: LogGroup = {
      name,
      arn: this.#arnPrefix + name,
      createdAt: this.#timeline.now(),
      tags: new Map(Object.entries(tags)),
      streams: new Map(),
    };
    this.groups.set(name, group);
    return group;
  }

  createStream(group: LogGroup, name: string): LogStream {
    const stream: LogStream = {
      name,
      arn: `${group.arn}:log-stream:${name}`,
      createdAt: this.#timeline.now(),
      events: [],
    };
    group.streams.set(name, stream);
    return stream;
  }

  /** What the awslogs driver does: makes the stream where needed; a group that does not exist swallows the line. */
  append(groupName: string, streamName: string, message: string, timestamp = this.#timeline.now()): void {
    const group = this.groups.get(groupName);
    if (group === undefined) return;
    const stream = group.streams.get(streamName) ?? this.createStream(group, streamName);
    const event: LogEvent = {
      id: this.#random.digits(56),
      timestamp,
      ingestionTime: this.#timeline.now(),
      message,
    };
    const after = stream.events.findLastIndex((earlier) => earlier.timestamp <= timestamp);
    stream.events.splice(after + 1, 0, event);
  }
}

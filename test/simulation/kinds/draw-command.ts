import type { Choice } from '../choice.ts';
import { calmCommand, type Command, type CommandSettings, type Kill } from '../history.ts';
import { drawMoment } from './draw-moment.ts';
import { drawBrake } from './draw-service.ts';

/** A deploy that begins at once, as somebody has configured it. */
export function drawCommand(choice: Choice, id: string): Command {
  return {
    ...calmCommand,
    id,
    timeoutSeconds: choice.weighted([
      [3, 600],
      [3, 240],
      [2, 120],
      [1, 45],
      [1, 1_800],
    ]),
    rollback: choice.chance(0.8),
    rollbackOnTimeout: choice.chance(0.5),
    onInterrupt: choice.chance(0.4) ? 'rollback' : 'detach',
    ifBusy: choice.weighted([
      [3, 'refuse'],
      [2, 'wait'],
      [2, 'replace'],
    ]),
    force: choice.chance(0.3),
    waits: choice.chance(0.4),
    dryRun: choice.chance(0.03),
    imageReference: choice.chance(0.7) ? 'digest' : 'tag',
    from: choice.weighted([
      [6, 'live'],
      [2, 'file'],
      [1, 'first-revision'],
      [1, 'registered'],
    ]),
    settings: drawSettings(choice),
    acceptsAlarm: choice.chance(0.5),
    skewSeconds: choice.weighted([
      [6, 0],
      [1, 3_600],
      [1, -3_600],
      [1, choice.between(-90, 90)],
    ]),
    kills: choice.chance(0.12) ? drawKills(choice, 1, 1) : [],
    ...(choice.chance(0.15) ? { interrupt: drawInterrupt(choice) } : {}),
  };
}

function drawSettings(choice: Choice): CommandSettings {
  return {
    ...(choice.chance(0.15) ? { breaker: drawBrake(choice) } : {}),
    ...(choice.chance(0.05) ? { alarm: drawBrake(choice) } : {}),
    ...(choice.chance(0.05) ? { maximumPercent: choice.pick([150, 200]) } : {}),
    ...(choice.chance(0.05) ? { minimumHealthyPercent: choice.pick([0, 50, 100]) } : {}),
    ...(choice.chance(0.03) ? { bakeMinutes: choice.between(0, 2) } : {}),
    ...(choice.chance(0.03) ? { graceSeconds: choice.pick([0, 45]) } : {}),
    ...(choice.chance(0.12)
      ? { approval: { minutes: choice.pick([1, 3, 10]), onTimeout: choice.pick(['ROLLBACK', 'CONTINUE']) } }
      : {}),
  };
}

export function drawInterrupt(choice: Choice): NonNullable<Command['interrupt']> {
  return { when: drawMoment(choice), signal: choice.pick(['SIGINT', 'SIGTERM']) };
}

/** A release has some ten calls until it follows; from then on one every 2.9 s. */
export function drawKills(choice: Choice, low: number, high: number): Kill[] {
  return choice.several(low, high, () => ({
    afterCalls: choice.weighted([
      [4, choice.between(0, 14)],
      [2, choice.between(10, 45)],
    ]),
    lastOneArrives: choice.chance(0.5),
    againAfterSeconds: choice.pick([0, 1, 5, 30, 120]),
    ...(choice.chance(0.35) ? { resumes: true as const } : {}),
  }));
}

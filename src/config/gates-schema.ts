import * as z from 'zod';
import { gateMoments, inconclusiveActions, rollbackPolicies } from '../model/gate.ts';
import { seconds } from '../model/duration.ts';
import { durationFrom } from './duration-schema.ts';
import {
  alarmsSchema,
  commandSchema,
  httpSchema,
  metricsSchema,
  targetHealthSchema,
  taskSchema,
} from './gate-checks-schema.ts';
import { wholeMinutes } from './whole-minutes.ts';

/** Two weeks: the longest that a pause of ECS may hold. */
const longestHold = 20_160;

const moment = z.enum(gateMoments, { error: `must be one of ${gateMoments.join(', ')}` });

const counted = (least: number): z.ZodNumber =>
  z
    .int({ error: 'must be a whole number' })
    .min(least, { error: `must be ${least} or more` })
    .max(10_000, { error: 'must be at most 10000' });

const gate = z
  .strictObject({
    alarms: alarmsSchema,
    targetHealth: targetHealthSchema,
    http: httpSchema,
    metrics: metricsSchema,
    command: commandSchema,
    task: taskSchema,
    at: z
      .union(
        [
          moment,
          z
            .array(moment)
            .min(1, { error: 'must name at least one moment' })
            .refine((names) => new Set(names).size === names.length, { error: 'names a moment twice' }),
        ],
        { error: `must be one of ${gateMoments.join(', ')}, or a list of them` },
      )
      .describe(
        'When it measures: `before` the deployment starts, `during` it, `after` it for as long as `watchFor` says; one or a list. Default: `before` for `task`; `after` for `http` and `command`; `during` and `after` for the others.',
      ),
    interval: durationFrom(seconds(1)).describe(
      'Between the beginnings of two measurements. Default: `30s`.',
    ),
    count: counted(1).describe(
      'Measurements that are enough. Default: 1 `before` and for `task`, and otherwise as many as there is time for.',
    ),
    initialDelay: durationFrom(0).describe('How long it waits before the first. Default: `0s`.'),
    failuresAllowed: counted(0).describe('Bad measurements that it still passes with. Default: `0`.'),
    errorLimit: counted(1).describe(
      'So many measurements in a row that could not be taken make it inconclusive. They are never bad. Default: `4`.',
    ),
    dryRun: z
      .boolean({ error: 'must be true or false' })
      .describe('Whether it only measures and reports, and decides nothing. Default: `false`.'),
    onInconclusive: z
      .enum(inconclusiveActions, { error: `must be one of ${inconclusiveActions.join(', ')}` })
      .describe(
        'What happens when it could not tell good from bad: `hold` (the deployment stays held where `hold` has AWS hold it for this gate; otherwise it goes on, and the release ends with 33), `rollback` or `continue`. Default: `hold`.',
      ),
    hold: z
      .union([
        z.strictObject({
          timeout: wholeMinutes(1, longestHold)
            .optional()
            .describe('When AWS rolls back by itself, up to `14d`. Default: `1h`.'),
        }),
        z.literal(true),
      ])
      .describe(
        'AWS holds the deployment until the gate has passed, and rolls back when nobody lets it go on in time, even if ecsdeploy is gone. For gates at `during`.',
      ),
  })
  .partial()
  .describe(
    'A gate: one of `alarms`, `targetHealth`, `http`, `metrics`, `command`, `task`, and how it measures. `false` or `off` switches off what a more general place has switched on.',
  );

/** `gates` of the file. */
export const gatesSchema = z
  .record(
    z.string().regex(/^\w[\w-]{0,49}$/, { error: 'must have a name of letters, digits, - and _, up to 50' }),
    z.union([gate, z.literal(false), z.literal('off')]),
  )
  .describe('What says whether a release is healthy, by name.');

export const watchForSchema = durationFrom(seconds(1)).describe(
  'How long a release is watched by its gates after AWS has called it successful. A rollback is still possible then. Default: `10m` where a gate measures `after`.',
);

export const rollbackSchema = z
  .enum(rollbackPolicies, { error: `must be one of ${rollbackPolicies.join(', ')}` })
  .describe(
    'What becomes of a release that failed: it goes back (`automatic`), a person is asked where there is a terminal (`ask`), or it stays as it is (`off`). Default: `automatic`.',
  );

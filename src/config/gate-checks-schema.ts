import * as z from 'zod';
import { metricPresets } from '../model/gate.ts';
import { durationFrom } from './duration-schema.ts';
import { wholeMinutes } from './whole-minutes.ts';

const filled = (what: string): z.ZodString =>
  z.string({ error: `must be ${what}` }).min(1, { error: `must be ${what}` });

const timeout = (meaning: string, standard: string): z.ZodOptional<z.ZodString> =>
  durationFrom(100).optional().describe(`${meaning} Default: \`${standard}\`.`);

/** As many as AWS tells of in one call. */
const mostAlarms = 100;

/** `alarms` of a gate. */
export const alarmsSchema = z
  .array(filled('the name of an alarm'))
  .min(1, { error: 'must name at least one alarm' })
  .max(mostAlarms, { error: `must name at most ${mostAlarms} alarms` })
  .refine((names) => new Set(names).size === names.length, { error: 'names an alarm twice' })
  .describe(
    'Names of CloudWatch alarms in the region of the service. Bad: one of them is in ALARM. One that does not exist cannot be measured.',
  );

/** `targetHealth` of a gate. */
export const targetHealthSchema = z
  .union([
    z.strictObject({
      healthyPercent: z
        .int({ error: 'must be a whole number' })
        .min(1, { error: 'must be from 1 to 100' })
        .max(100, { error: 'must be from 1 to 100' })
        .optional()
        .describe('Percent of the targets that must be healthy. Default: `90`.'),
    }),
    z.literal(true),
  ])
  .describe(
    'The load balancer’s health checks of the new revision’s targets; `true` for the default. Targets that start, or leave, are not bad.',
  );

const url = z
  .string({ error: 'must be a URL that begins with http:// or https://' })
  .superRefine((text, context) => {
    const message = urlMistake(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

function urlMistake(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    return 'must be a URL that begins with http:// or https://';
  const { username, password } = new URL(text);
  return username === '' && password === '' ? undefined : 'must not hold a login: write it into headers';
}

const statusText = 'must be a status such as 200, or a range such as 200-299';
const statusNumber = z.int().min(100).max(599);
const statusRange = z.string().refine(isStatusRange, { error: statusText });

function isStatusRange(text: string): boolean {
  const [, from, to = from] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  return from !== undefined && Number(from) <= Number(to);
}

/** `http` of a gate. */
export const httpSchema = z
  .union([
    z.strictObject({
      url: url.describe('What is asked. Redirects are not followed: a `302` is an answer.').optional(),
      method: z
        .enum(['GET', 'HEAD', 'POST'], { error: 'must be GET, HEAD or POST' })
        .optional()
        .describe('Default: `GET`. A `POST` has no body.'),
      headers: z
        .record(
          z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'must have the name of a header' }),
          z
            .string({ error: 'must be a text' })
            .regex(/^[\t\u0020-\u007e\u0080-\u00ff]*$/, {
              error: 'must be one line of printable Latin characters: HTTP carries no others in a header',
            })
            .describe('Value of the header.'),
        )
        .optional()
        .describe('Headers of the question. Their values are never shown; take secrets from `${env:NAME}`.'),
      status: z
        .union([statusNumber, statusRange, z.array(z.union([statusNumber, statusRange])).min(1)], {
          error: `${statusText}, or a list of them`,
        })
        .optional()
        .describe('Good statuses: `200`, `200-299`, or a list of them. Default: `200-299`.'),
      body: filled('a text that the answer contains')
        .optional()
        .describe('A text that the first 64 KiB of a good answer contain.'),
      latency: durationFrom(1)
        .optional()
        .describe('The longest that a good answer may take, from the question to its end.'),
      timeout: timeout('After this there is no answer, which is bad.', '10s'),
    }),
    url,
  ])
  .describe('A URL that answers as it should, or a map with more of what that means.');

const percentage = (what: string): z.ZodOptional<z.ZodNumber> =>
  z
    .number({ error: 'must be a number of percent, such as 20' })
    .min(0, { error: 'must be 0 or more' })
    .optional()
    .describe(what);

const query = z
  .object({
    Id: z
      .string({ error: 'must be a name' })
      .regex(/^[a-z]\w*$/, {
        error: 'must begin with a small letter, and have letters, digits and _ only',
      })
      .describe('Its name in expressions.'),
  })
  .catchall(z.unknown().describe('Any other member, as AWS spells it.'))
  .refine((one) => (one['MetricStat'] === undefined) !== (one['Expression'] === undefined), {
    error: 'must have either MetricStat or Expression',
  })
  .describe('An entry of `MetricDataQueries` of `GetMetricData`.');

/** `metrics` of a gate. */
export const metricsSchema = z
  .strictObject({
    preset: z
      .enum(metricPresets, { error: `must be one of ${metricPresets.join(', ')}` })
      .describe(
        '`alb-5xx-rate` (percent of answers) and `alb-latency-p99` (seconds), of the new revision where it has a target group of its own; `cpu` and `memory` (percent) of the whole service.',
      ),
    queries: z
      .array(query)
      .min(1, { error: 'must have at least one query' })
      .max(500, { error: 'must have at most 500 queries' })
      .describe(
        'Instead of a preset: `MetricDataQueries` as AWS has them. The last one that returns data is the number.',
      ),
    max: z.number({ error: 'must be a number' }).describe('Bad: above this.'),
    min: z.number({ error: 'must be a number' }).describe('Bad: below this.'),
    maxIncrease: percentage('Bad: grown by more percent than this. Not together with `max` or `min`.'),
    maxDecrease: percentage('Bad: fallen by more percent than this. Not together with `max` or `min`.'),
    window: wholeMinutes(1, 1440).describe('How far back it looks. Default: `5m`.'),
    minimumSamples: z
      .int({ error: 'must be a whole number' })
      .min(1, { error: 'must be 1 or more' })
      .describe(
        'Fewer samples (requests, for the presets of the load balancer) tell nothing. Default: `20` for these, otherwise `1`.',
      ),
  })
  .partial()
  .describe(
    'A number of CloudWatch, against a limit (`max`, `min`), or against what it was (`maxIncrease`, `maxDecrease`): that of the old revision in the same minutes, or that of the service before the release. At `before` it is a number of what serves then, against a limit.',
  );

const program = z
  .array(z.string({ error: 'must be a text' }))
  .refine(([first = '']) => first !== '', { error: 'must begin with the name of a program' })
  .describe('Program and arguments; no shell.');

/** `command` of a gate. */
export const commandSchema = z
  .union([
    z.strictObject({
      run: program.optional(),
      timeout: timeout('After this it is ended, and nothing was measured.', '1m'),
    }),
    program,
  ])
  .describe(
    'A program, where ecsdeploy runs, with the release in its environment (`ECSDEPLOY_TASK_DEFINITION` and others). Exit code 0 is good, 1 is bad, 75 tells neither; with any other nothing was measured.',
  );

/** `task` of a gate. */
export const taskSchema = z
  .strictObject({
    container: filled('the name of a container')
      .optional()
      .describe('Whose exit code counts. Default: the only essential container.'),
    command: z
      .array(z.string({ error: 'must be a text' }))
      .min(1, { error: 'must have at least one word' })
      .optional()
      .describe('What it runs, instead of the command of the task definition.'),
    environment: z
      .record(filled('the name of a variable'), z.string({ error: 'must be a text' }))
      .optional()
      .describe('Added to its environment.'),
    timeout: timeout('After this the task is stopped, which is bad: what it was to do is not done.', '10m'),
  })
  .describe(
    'The new revision, run once as a task of its own with the service’s network: a migration, a smoke test. Exit code 0 is good.',
  );

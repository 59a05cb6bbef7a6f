import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { invalidCombination, invalidValue, missingParameter } from '../refusals.ts';

const day = 86_400_000;
const hour = 3_600_000;

/** "must be in the range of -2^360 to 2^360" (API_MetricDatum). */
const largest = 2 ** 360;

/** Limits of `MetricDatum` in the API reference. The texts about what excludes each other, NaN and sizes were seen at AWS. */
export function checkDatum(datum: MetricDatum, path: string, now: number): void {
  const { MetricName: name = '', Dimensions: dimensions = [], Timestamp: timestamp } = datum;
  if (name.length < 1 || name.length > 255) {
    throw invalidValue(`The value ${name} for parameter ${path}.MetricName is invalid.`);
  }
  if (dimensions.length > 30) {
    throw invalidValue(`The collection ${path}.Dimensions must not have a size greater than 30.`);
  }
  if (datum.StorageResolution !== undefined && ![1, 60].includes(datum.StorageResolution)) {
    throw invalidValue(
      `The value ${datum.StorageResolution} for parameter ${path}.StorageResolution must be 1 or 60.`,
    );
  }
  checkTime(timestamp, path, now);
  checkValues(datum, path);
}

function checkTime(timestamp: Date | undefined, path: string, now: number): void {
  if (timestamp === undefined) return;
  const at = timestamp.getTime();
  const said = `The value ${timestamp.toISOString()} for parameter ${path}.Timestamp must specify a time`;
  if (at < now - 14 * day) throw invalidValue(`${said} no more than two weeks in the past.`);
  if (at > now + 2 * hour) throw invalidValue(`${said} no more than two hours in the future.`);
}

function checkValues(datum: MetricDatum, path: string): void {
  const { Value: value, Values: values = [], Counts: counts = [], StatisticValues: set } = datum;
  const excludes = (one: string, other: string): Error =>
    invalidCombination(
      `The parameters ${path}.${one} and ${path}.${other} are mutually exclusive and you have specified both.`,
    );
  if (value !== undefined && values.length > 0) throw excludes('Value', 'Values');
  if (value !== undefined && set !== undefined) throw excludes('Value', 'StatisticValues');
  if (set !== undefined && values.length > 0) throw excludes('Values', 'StatisticValues');
  if (value === undefined && values.length === 0 && set === undefined) {
    throw missingParameter(
      `At least one of the parameters ${path}.Value, ${path}.Values or ${path}.StatisticValues must be specified.`,
    );
  }
  if (values.length > 150) {
    throw invalidValue(`The collection ${path}.Values must not have a size greater than 150.`);
  }
  if (counts.length > 0 && counts.length !== values.length) {
    throw invalidValue(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  requireNumber(value, `${path}.Value`);
  for (const [index, one] of values.entries()) requireNumber(one, `${path}.Values.member.${index + 1}`);
  for (const [member, number] of Object.entries(set ?? {})) {
    requireNumber(number as number, `${path}.StatisticValues.${member}`);
  }
  for (const [index, count] of counts.entries()) requireCount(count, `${path}.Counts.member.${index + 1}`);
  if (set !== undefined && !(Number(set.SampleCount) > 0)) {
    throw invalidValue(`The parameter ${path}.StatisticValues.SampleCount must be greater than 0.`);
  }
  if (set !== undefined && Number(set.Maximum) < Number(set.Minimum)) {
    throw invalidValue(
      `The parameter ${path}.StatisticValues.Maximum must be greater than ${path}.StatisticValues.Minimum.`,
    );
  }
}

function requireCount(value: number, path: string): void {
  requireNumber(value, path);
  if (value < 0) throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
}

function requireNumber(value: number | undefined, path: string): void {
  if (value === undefined || Math.abs(value) <= largest) return;
  throw invalidValue(`The value ${value} for parameter ${path} is invalid.`);
}

import type { PutRuleCommandInput, PutRuleCommandOutput, Target } from '@aws-sdk/client-eventbridge';
import type { Operation, Output } from '../../operation.ts';
import { findBus, ruleArn } from '../find.ts';
import { invalid } from '../refusals.ts';

const expressions = /^(cron\(.+\)|rate\([1-9]\d* (minutes?|hours?|days?)\))$/;

/** Replaces what a rule of the name says; its targets stay. */
export const PutRule: Operation<PutRuleCommandInput, Output<PutRuleCommandOutput>> = (world, input) => {
  const { Name: name = '', EventPattern: pattern, ScheduleExpression: expression } = input;
  if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    );
  }
  if (pattern === undefined && expression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  const bus = findBus(world, input.EventBusName);
  if (expression !== undefined && bus.name !== 'default') {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  if (expression !== undefined && !expressions.test(expression)) {
    throw invalid('Parameter ScheduleExpression is not valid.');
  }
  const known = bus.rules.get(name);
  const arn = ruleArn(world, bus.name, name);
  bus.rules.set(name, {
    name,
    arn,
    bus: bus.name,
    eventPattern: pattern,
    scheduleExpression: expression,
    state: input.State ?? 'ENABLED',
    description: input.Description,
    roleArn: input.RoleArn,
    targets: known?.targets ?? new Map<string, Target>(),
  });
  return { RuleArn: arn };
};

import { formatDuration } from '../model/duration.ts';
import type { GateReason } from '../model/gate-reason.ts';
import { nameFromArn } from '../model/service-ref.ts';
import type { Reason } from '../model/verdict.ts';
import { count } from './count.ts';
import { harmless } from './harmless.ts';

/**
 * Why a gate judges as it does, as a clause that fits behind a colon.
 * @param describeReason for the reasons that stand behind this one, which may be any
 */
export function describeGateReason(reason: GateReason, describeReason: (because: Reason) => string): string {
  switch (reason.kind) {
    case 'gate': {
      const verb = reason.verdict === 'fail' ? 'failed' : 'is inconclusive';
      return `gate ${harmless(reason.gate)} ${verb}: ${describeReason(reason.because)}`;
    }
    case 'measurements-failed':
      return `${count(reason.count, 'bad measurement')}, the last one: ${describeReason(reason.last)}`;
    case 'measurements-passed': {
      const bad = reason.failed === 0 ? '' : `, ${reason.failed} bad ones allowed`;
      return `${count(reason.count, 'good measurement')}${bad}`;
    }
    case 'not-measured':
      return `it could not be measured ${count(reason.times, 'time')} in a row: ${quoted(reason.error)}`;
    case 'never-clear': {
      const why = reason.because === undefined ? '' : `: ${describeReason(reason.because)}`;
      return `nothing told good from bad in its time${why}`;
    }
    case 'measuring':
      return 'it goes on measuring';
    case 'alarms-firing':
      return `${count(reason.names.length, 'alarm')} in ALARM: ${names(reason.names)}`;
    case 'alarms-quiet': {
      const quiet = `${count(reason.names.length, 'alarm')} not in ALARM`;
      return reason.insufficient.length === 0
        ? quiet
        : `${quiet} (INSUFFICIENT_DATA: ${names(reason.insufficient)})`;
    }
    case 'targets': {
      const codes = Object.entries(reason.codes).map(([code, times]) => `${times} × ${harmless(code)}`);
      const why = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
      return `${reason.healthy} of ${count(reason.total, 'target')} healthy${why}`;
    }
    case 'http-answer': {
      const wrong = {
        status: ', not the status expected',
        body: ', without the text expected',
        latency: ', too slow',
        none: '',
      }[reason.wrong ?? 'none'];
      return `${harmless(reason.url)} answered ${reason.status} after ${milliseconds(reason.milliseconds)}${wrong}`;
    }
    case 'http-no-answer':
      return `${harmless(reason.url)} did not answer: ${quoted(reason.error)}`;
    case 'metric': {
      const side = reason.side === 'at-most' ? 'at most' : 'at least';
      const when = reason.comparedWith === 'old-revision' ? 'in the old revision' : 'before';
      const before = reason.before === undefined ? '' : `, ${inUnit(reason.before, reason.unit)} ${when}`;
      const samples = reason.samples === undefined ? '' : `, ${count(reason.samples, 'sample')}`;
      return `${harmless(reason.name)} is ${inUnit(reason.value, reason.unit)}, allowed ${side} ${inUnit(reason.limit, reason.unit)}${before}${samples}`;
    }
    case 'too-few-samples':
      return `${harmless(reason.name)} has ${count(reason.samples, 'sample')}, and needs ${reason.needed}`;
    case 'command-exit': {
      const line = reason.lastLine === undefined ? '' : `: ${quoted(reason.lastLine)}`;
      return `${harmless(reason.program)} ended with exit code ${reason.exitCode}${line}`;
    }
    case 'task-exit': {
      const where = reason.container === undefined ? '' : `, container ${harmless(reason.container)}`;
      const how = reason.exitCode === undefined ? 'stopped' : `ended with exit code ${reason.exitCode}`;
      const words = reason.text === undefined ? '' : `: ${quoted(reason.text)}`;
      return `task ${nameFromArn(reason.task)}${where} ${how}${words}`;
    }
    default:
      return reason satisfies never;
  }
}

/** A number as short as tells it apart: at most four digits after the point. */
function inUnit(value: number, unit: 'percent' | 'seconds' | undefined): string {
  const digits = String(Number(value.toFixed(Math.abs(value) < 10 ? 3 : 1)));
  if (unit === 'percent') return `${digits} %`;
  return unit === 'seconds' ? `${digits} s` : digits;
}

function milliseconds(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : formatDuration(value);
}

function names(list: readonly string[]): string {
  return list.map(harmless).join(', ');
}

function quoted(text: string): string {
  return harmless(text).replace(/\.$/, '');
}

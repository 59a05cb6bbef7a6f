import { minutes, seconds } from '../../model/duration.ts';
import type { TrafficShare } from './release-record.ts';

// As many as can be told apart, and enough that a step of a linear shift is one.
const points = 61;
// The colour of a first line is so pale otherwise that it cannot be seen on white; this one can, on white and on black.
const look =
  '%%{init: {"xyChart": {"width": 800, "height": 280}, "themeVariables": {"xyChart": {"plotColorPalette": "#1f6feb"}}}}%%';

/**
 * Production traffic over time as a chart of mermaid, which GitHub draws; undefined where none was moved. Its lines have values at even
 * distances, so that the steps are sampled.
 * https://mermaid.js.org/syntax/xyChart.html
 *
 * @param until when it was looked at last, in milliseconds since the epoch
 */
export function trafficChart(traffic: readonly TrafficShare[], until: number): string | undefined {
  const [first] = traffic;
  if (first === undefined || traffic.length < 2) return undefined;
  const span = Math.max(seconds(1), until - first.at);
  const values = Array.from({ length: points }, (_, index) =>
    shareAt(traffic, first.at + (span * index) / (points - 1)),
  );
  const [unit, length] = span < minutes(10) ? ['seconds', seconds(1)] : ['minutes', minutes(1)];
  return [
    '```mermaid',
    look,
    'xychart-beta',
    '    title "Production traffic on the new revision"',
    `    x-axis "${unit} since the first look" 0 --> ${rounded(span / length)}`,
    '    y-axis "percent" 0 --> 100',
    `    line [${values.map(rounded).join(', ')}]`,
    '```',
  ].join('\n');
}

function shareAt(traffic: readonly TrafficShare[], at: number): number {
  return traffic.findLast((share) => share.at <= at)?.production ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

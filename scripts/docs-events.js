import { eventSchemaVersion } from '../src/model/release-event.ts';
import { eventReference } from '../src/output/event-reference.ts';

/** The page about the events of a release; the table that it prints is tied to the event types. */
export function eventsPage() {
  return [
    '# Events',
    '',
    `What the core says while a release goes on; the views turn it into words. Schema version ${eventSchemaVersion}; it grows when a member is`,
    'removed or changes its meaning. Events carry data, never prose.',
    '',
    'Every event has `type`, `at` (milliseconds since the epoch), `release` (the id of this run) and `service` (`cluster/service`).',
    'In a run of several services those about an image that is built have its repository as `service`: more than one may bring it in.',
    'Their full shape stands in `src/model/release-event.ts`.',
    '',
    ...Object.entries(eventReference).flatMap(([type, { when, members }]) => [
      `## ${type}`,
      '',
      when,
      '',
      ...Object.entries(members).map(([member, text]) => `- \`${member}\`: ${text}`),
      '',
    ]),
  ].join('\n');
}

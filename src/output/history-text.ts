import type { EnvironmentHistory, ReleaseHistory } from '../model/release-history.ts';
import { serviceName } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';
import { historyRow } from './history-row.ts';
import { historyTable, type HistoryDrawing } from './history-table.ts';

/** The releases of a service, newest first; one sentence where there is none. */
export function historyText(history: ReleaseHistory, drawing: HistoryDrawing, environment?: string): string {
  const { service, region, account, releases, missing = [] } = history;
  const unread = missing.map(({ what, error }) =>
    drawing.palette.warn(`${harmless(what)} could not be read: ${harmless(error)}`),
  );
  const where = environment === undefined ? '' : `${harmless(environment)}: `;
  if (releases.length === 0) {
    const none = `${where}AWS remembers no release of ${serviceName(service)}, and no revision of its family says that it was one.`;
    return `${[none, ...unread].join('\n')}\n`;
  }
  const head = `${where}${serviceName(service)} (${region}, account ${account})`;
  return `${[drawing.palette.strong(head), ...historyTable(releases.map(historyRow), drawing), ...unread].join('\n')}\n`;
}

/** The same environment after environment. */
export function historiesText(histories: readonly EnvironmentHistory[], drawing: HistoryDrawing): string {
  return histories
    .map((one) => {
      if ('history' in one) return historyText(one.history, drawing, one.environment);
      const { environment = 'the configuration', error } = one;
      return `${drawing.palette.bad(`${harmless(environment)}: could not be read: ${harmless(error.message)}`)}\n`;
    })
    .join('\n');
}

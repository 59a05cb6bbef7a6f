import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type EventBridge as Aggregated,
  type EventBridgeClientConfig,
} from '@aws-sdk/client-eventbridge';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { ListEventBusesCommand, ListRulesCommand, ListTargetsByRuleCommand };

/** EventBridge, as far as ecsdeploy calls it. */
export type EventBridge = EventBridgeClient & OperationsOf<Aggregated, typeof commands>;

export function openEventBridge(settings: EventBridgeClientConfig): EventBridge {
  return withOperations<Aggregated, EventBridgeClient, typeof commands>(
    new EventBridgeClient(settings),
    commands,
  );
}

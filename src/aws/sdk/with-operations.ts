/** A client of the SDK, as far as it is needed to send commands. */
interface Sender {
  send(command: never, options?: never): Promise<unknown>;
}

type Commands = Readonly<Record<`${string}Command`, new (input: never) => unknown>>;

type OperationOf<Name> = Name extends `${infer Operation}Command` ? Uncapitalize<Operation> : never;

/** Of an aggregated client of the SDK the methods for these commands: `describeServices` for `DescribeServicesCommand`. */
export type OperationsOf<Aggregated, Some extends Commands> = Pick<
  Aggregated,
  keyof Aggregated & OperationOf<keyof Some>
>;

/**
 * Gives a client a method for each of these commands, as the SDK's aggregated clients have for all. Those clients hold every
 * operation of their service, so a bundle could leave nothing out: twice as much to load for a status.
 */
export function withOperations<Aggregated, Client extends Sender, Some extends Commands>(
  client: Client,
  commands: Some,
): Client & OperationsOf<Aggregated, Some> {
  for (const [name, Command] of Object.entries(commands)) {
    const operation = name.charAt(0).toLowerCase() + name.slice(1).replace(/Command$/, '');
    const send = (input: never, options?: never) => client.send(new Command(input) as never, options);
    Object.defineProperty(client, operation, { value: send, writable: true, configurable: true });
  }
  return client as Client & OperationsOf<Aggregated, Some>;
}

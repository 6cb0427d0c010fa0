import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Sends messages to the engine, which shows them beside the resource that they are about. */
export class EngineLog {
  private client: EngineClient | undefined;

  /** @param address where the engine listens; without one, messages go nowhere. */
  constructor(private readonly address: string | undefined) {}

  /** Shows what a resource is busy with until the next message; it does not stay in the log. */
  status(urn: string, message: string): void {
    this.send(urn, message, LogSeverity.INFO, true);
  }

  private send(urn: string, message: string, severity: LogSeverity, ephemeral: boolean): void {
    if (this.address === undefined) return;
    this.client ??= new EngineClient(this.address, grpc.credentials.createInsecure());
    const request = new LogRequest();
    request.setSeverity(severity);
    request.setMessage(message);
    request.setUrn(urn);
    request.setEphemeral(ephemeral);
    // A message that cannot be shown is no reason to fail an operation.
    this.client.log(request, () => undefined);
  }
}

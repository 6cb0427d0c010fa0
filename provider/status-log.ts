import { credentials } from "@grpc/grpc-js";

/** Shows one line beside a resource while it is worked on. */
export type StatusLog = (urn: string, line: string) => void;

/**
 * Status lines through the engine: they are shown beside the resource and not kept in the log.
 * Without an engine (a provider that was started by hand) nobody is told.
 */
export function engineLog(address: string | undefined): StatusLog {
  if (address === undefined) return () => undefined;
  // Loaded here, because only a provider that the engine started needs them.
  const { EngineClient } =
    require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
  const { LogRequest, LogSeverity } =
    require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
  const client = new EngineClient(address, credentials.createInsecure());
  return (urn, line) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setUrn(urn);
    request.setMessage(line);
    request.setEphemeral(true);
    // A status that does not arrive is no reason to fail.
    client.log(request, () => undefined);
  };
}

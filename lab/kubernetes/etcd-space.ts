import { readFileSync } from "node:fs";
import { request } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { CredentialFiles } from "./credentials";

/** Milliseconds until etcd must answer. */
const LIMIT = 30_000;

/** Longest wait for one answer, in milliseconds. */
const ANSWER = 5_000;

interface Alarm {
  readonly memberID: string;
  readonly alarm: string;
}

/**
 * The space, in bytes, that a file gives to etcd's database; undefined, for etcd's own limit, where
 * there is no such file.
 *
 * @throws Error that names the file where it says no such thing
 */
export function spaceQuota(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const quota = (JSON.parse(text) as { readonly quotaBytes?: unknown }).quotaBytes;
  if (typeof quota !== "number" || !(quota > 0)) {
    throw new Error(`${file}: write {"quotaBytes": 8000000}, or remove the file`);
  }
  return quota;
}

/**
 * Clears the alarm that an etcd raised when its space was used up: it outlives a restart with more
 * space, and nothing can be written under it. https://etcd.io/docs/v3.6/op-guide/maintenance/#space-quota
 *
 * @param files it calls as the API server does
 * @throws Error when etcd does not answer
 */
export async function clearSpaceAlarm(port: number, files: CredentialFiles): Promise<void> {
  const call = (body: object) => answered(() => alarmCall(port, files, body));
  const { alarms = [] } = (await call({ action: "GET" })) as { alarms?: Alarm[] };
  for (const { memberID, alarm } of alarms) await call({ action: "DEACTIVATE", memberID, alarm });
}

/** The answer of a call once etcd is up. */
async function answered(call: () => Promise<unknown>): Promise<unknown> {
  for (const deadline = Date.now() + LIMIT; ;) {
    try {
      return await call();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

/** A call through etcd's JSON gateway, which needs no gRPC client. */
function alarmCall(port: number, files: CredentialFiles, body: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request({
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/v3/maintenance/alarm",
      ca: readFileSync(files["etcd-ca.crt"]),
      cert: readFileSync(files["apiserver-etcd.crt"]),
      key: readFileSync(files["apiserver-etcd.key"]),
      timeout: ANSWER,
    });
    call.on("error", reject);
    call.on("timeout", () => call.destroy(new Error("etcd: no answer in time")));
    call.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as unknown);
        else reject(new Error(`etcd: HTTP ${String(response.statusCode)}: ${text.trim()}`));
      });
    });
    call.end(JSON.stringify(body));
  });
}

import type { Call, Reply } from "../simulator/http-simulator";
import { CloudflareError, bodyOf, page, success } from "./envelope";
import type { AccessObject } from "./model";

/** What distinguishes Access applications from policies. */
export interface AccessKind {
  readonly noun: string;
  /** @returns what is wrong with a new or changed object */
  readonly check: (body: Record<string, unknown>) => string | undefined;
  /** Fields that the API adds. */
  readonly derive: (id: string) => object;
}

const decisions = ["allow", "deny", "non_identity", "bypass"];

/** https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/ */
export const accessKinds = {
  apps: {
    noun: "application",
    check: ({ type = "self_hosted", domain, destinations, name }) => {
      if (typeof name !== "string" || name === "") return "name is required";
      const reachable = domain !== undefined || destinations !== undefined;
      return type === "self_hosted" && !reachable ? "domain is required" : undefined;
    },
    derive: (id) => ({ aud: Buffer.from(id).toString("hex").padEnd(64, "0").slice(0, 64) }),
  },
  policies: {
    noun: "policy",
    check: ({ name, decision, include }) => {
      if (typeof name !== "string" || name === "") return "name is required";
      if (!decisions.includes(String(decision)))
        return `decision must be one of ${decisions.join(", ")}`;
      return Array.isArray(include) && include.length > 0 ? undefined : "include must not be empty";
    },
    derive: () => ({ reusable: true }),
  },
} as const satisfies Record<string, AccessKind>;

/** @param objects all of the kind; changed in place */
export function accessCalls(
  call: Call,
  kind: AccessKind,
  id: string | undefined,
  objects: AccessObject[],
  newId: () => string,
): Reply {
  const validated = (): Record<string, unknown> => {
    const body = bodyOf(call);
    const problem = kind.check(body);
    if (problem !== undefined)
      throw new CloudflareError(400, 12130, `access.api.error.invalid_request: ${problem}`);
    return body;
  };
  if (id === undefined) {
    if (call.method === "GET") return page(objects, call.query, { min: 1, max: 1000, usual: 50 });
    const body = validated();
    const now = new Date().toISOString();
    const created = newId();
    const object = {
      ...body,
      ...kind.derive(created),
      id: created,
      name: String(body.name),
      created_at: now,
      updated_at: now,
    };
    objects.push(object);
    return { ...success(object), status: 201 };
  }
  const index = objects.findIndex((each) => each.id === id);
  const before = objects[index];
  if (before === undefined) {
    throw new CloudflareError(404, 11021, `access.api.error.not_found: ${kind.noun} ${id}`);
  }
  switch (call.method) {
    case "GET":
      return success(before);
    case "PUT": {
      const body = validated();
      const { created_at } = before;
      const after = {
        ...body,
        ...kind.derive(id),
        id,
        name: String(body.name),
        created_at,
        updated_at: new Date().toISOString(),
      };
      objects[index] = after;
      return success(after);
    }
    case "DELETE":
      objects.splice(index, 1);
      return { status: 202, body: { success: true, errors: [], messages: [], result: { id } } };
    default:
      throw new CloudflareError(405, 10405, "Method not allowed");
  }
}

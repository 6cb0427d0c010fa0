/** https://developers.cloudflare.com/api/ */
const API = "https://api.cloudflare.com/client/v4";
/** How long an answer may take, in milliseconds. */
const TIMEOUT = 5000;

/** An answer of Cloudflare's API. */
export interface Reply {
  /** HTTP status. */
  readonly status: number;
  /** Null where the call failed. */
  readonly result: unknown;
  /** Cloudflare's codes of what went wrong. */
  readonly codes: readonly number[];
}

/** Calls the API with a token: the answer, or undefined where none came. */
export type CloudflareApi = (
  method: "GET" | "PATCH" | "PUT",
  path: string,
) => Promise<Reply | undefined>;

/** What a write is sent with: nothing in it that could be applied. */
const EMPTY = { headers: { "content-type": "application/json" }, body: "{}" };

/** @param base base URL; Cloudflare's where undefined */
export function cloudflareApi(token: string, base: string = API): CloudflareApi {
  return async (method, path) => {
    try {
      const { headers, ...rest } = method === "GET" ? { headers: {} } : EMPTY;
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT),
        ...rest,
      });
      const body = (await response.json()) as {
        readonly result?: unknown;
        readonly errors?: readonly { readonly code?: number }[] | null;
      };
      return {
        status: response.status,
        result: body.result,
        codes: (body.errors ?? []).map(({ code = 0 }) => code),
      };
    } catch {
      return undefined;
    }
  };
}

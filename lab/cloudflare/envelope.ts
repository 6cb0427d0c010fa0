import type { Call, Reply } from "../simulator/http-simulator";

/** An error of the API: HTTP status, Cloudflare's own code, and the message. */
export class CloudflareError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = "CloudflareError";
  }
}

/** https://developers.cloudflare.com/fundamentals/api/reference/ */
export function success(result: unknown, more: object = {}): Reply {
  return { status: 200, body: { success: true, errors: [], messages: [], result, ...more } };
}

/** The answer to a call that failed, with a code of Cloudflare's own. */
export function failure(status: number, code: number, message: string): Reply {
  return {
    status,
    body: { success: false, errors: [{ code, message }], messages: [], result: null },
  };
}

/**
 * One page of a list, with `result_info`.
 *
 * @param limits smallest and largest `per_page`, and its default
 * @throws CloudflareError when page or per_page is out of range
 */
export function page(
  items: readonly unknown[],
  query: URLSearchParams,
  limits: { readonly min: number; readonly max: number; readonly usual: number },
): Reply {
  const number = (name: string, usual: number): number => {
    const text = query.get(name);
    return text === null ? usual : Number(text);
  };
  const at = number("page", 1);
  const size = number("per_page", limits.usual);
  if (!Number.isInteger(at) || at < 1) {
    throw new CloudflareError(400, 1004, "page must be a positive number");
  }
  if (!Number.isInteger(size) || size < limits.min || size > limits.max) {
    const range = `${limits.min} and ${limits.max}`;
    throw new CloudflareError(400, 1004, `per_page must be between ${range}`);
  }
  const result = items.slice((at - 1) * size, at * size);
  const info = {
    page: at,
    per_page: size,
    count: result.length,
    total_count: items.length,
    total_pages: Math.ceil(items.length / size),
  };
  return success(result, { result_info: info });
}

/** The JSON object in a request. @throws CloudflareError when there is none */
export function bodyOf(call: Call): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(call.body) as unknown;
  } catch {
    throw new CloudflareError(400, 6007, "Malformed JSON in request body");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new CloudflareError(400, 6007, "Malformed JSON in request body");
  }
  return body as Record<string, unknown>;
}

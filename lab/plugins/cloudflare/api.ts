import { APIConnectionError, APIError } from "cloudflare";
import type { BaseCloudflare } from "cloudflare";
import { createClient } from "cloudflare/tree-shakable";
import { PluginError } from "../shared/errors";
import { asArray, asObject, textOf } from "../shared/values";
import type { Properties } from "../shared/values";

/** The page size of lists; the largest that every list of the API takes. */
const PAGE = 50;

/** Cloudflare's API through its own client, which authenticates and tries again after 429 and 5xx. */
export class CloudflareApi {
  private readonly client: BaseCloudflare;

  /** @param baseUrl of another server that speaks the same API; Cloudflare's own without it. */
  constructor(
    apiToken: string,
    private readonly baseUrl?: string,
  ) {
    this.client = createClient({
      apiToken,
      ...(baseUrl !== undefined && { baseURL: baseUrl.replace(/\/$/, "") }),
      // The program has many records at once, and each retry waits longer: about 20 s in all.
      maxRetries: 6,
      resources: [],
    });
  }

  /** The `result` of a call. @throws PluginError with Cloudflare's own message. */
  async call(
    method: "get" | "post" | "put" | "patch" | "delete",
    path: string,
    body?: Properties,
  ): Promise<unknown> {
    return this.told(method, path, async () => {
      const answer = await this.client[method]<{ result?: unknown }>(path, body && { body });
      return answer.result;
    });
  }

  /** All elements of a list. */
  async list(path: string, query: Record<string, string>): Promise<Properties[]> {
    const found: Properties[] = [];
    for (let page = 1; ; page++) {
      const batch = await this.told("get", path, async () => {
        const full = { ...query, page: String(page), per_page: String(PAGE) };
        const answer = await this.client.get<{ result?: Properties[] }>(path, {
          query: full,
        });
        return asArray(answer.result).map(asObject);
      });
      found.push(...batch);
      if (batch.length < PAGE) return found;
    }
  }

  /** The object, or `undefined` if there is none. */
  async find(path: string): Promise<unknown> {
    try {
      return await this.call("get", path);
    } catch (error) {
      if (error instanceof CloudflareError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Removes the object; one that is gone already is no error. */
  async remove(path: string): Promise<void> {
    try {
      await this.call("delete", path);
    } catch (error) {
      if (!(error instanceof CloudflareError && error.status === 404)) throw error;
    }
  }

  private async told<T>(method: string, path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof APIConnectionError) {
        throw new PluginError(`Cloudflare: ${this.baseUrl ?? "its API"} cannot be reached`);
      }
      if (!(error instanceof APIError)) throw error;
      const status = Number(error.status);
      const said = messagesOf(error as Pick<APIError, "errors" | "message">);
      throw new CloudflareError(
        status,
        `Cloudflare: ${method.toUpperCase()} ${path}: ${said}${adviceFor(status)}`,
      );
    }
  }
}

/** A refusal by Cloudflare. */
export class CloudflareError extends PluginError {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What to do where Cloudflare itself has trouble; other refusals say what is wrong with the call. */
function adviceFor(status: number): string {
  if (status < 500) return "";
  return `; HTTP ${status}, so it has trouble of its own (https://www.cloudflarestatus.com): run again later`;
}

function messagesOf(error: Pick<APIError, "errors" | "message">): string {
  const messages = error.errors.map(({ code, message }) => `${message} (${textOf(code)})`);
  return messages.length > 0 ? messages.join("; ") : error.message;
}

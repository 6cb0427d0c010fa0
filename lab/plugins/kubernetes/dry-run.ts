import type { Api, KubeObject, Ref } from "./api";
import { ApiError, UnreachableError } from "./client";

/** After the cluster could not be reached: for how long not to try again, in ms. */
const UNREACHABLE_FOR = 30_000;

/** The answers by which the API says that it would not take an object. */
const REFUSALS = new Set([403, 409, 422]);

/**
 * Asks the API whether it would take a change. A preview must also work where the cluster cannot be
 * reached, so no answer is no refusal, and is not asked for again for a while.
 */
export class DryRun {
  private unreachableUntil = 0;

  constructor(private readonly api: Api) {}

  /** @returns the API's refusal, or `undefined` if it takes the change or cannot be asked. */
  async refusal(
    identity: { readonly apiVersion: string; readonly kind: string },
    refIn: (kind: Ref["kind"]) => Ref,
    manifest: (ref: Ref) => KubeObject,
    options: { readonly manager: string; readonly force: boolean },
  ): Promise<ApiError | undefined> {
    if (Date.now() < this.unreachableUntil) return undefined;
    try {
      const kind = await this.api.findKind(identity.apiVersion, identity.kind, { retryFor: 0 });
      if (!kind) return undefined;
      const ref = refIn(kind);
      await this.api.apply(ref, manifest(ref), { ...options, dryRun: true, retryFor: 0 });
      return undefined;
    } catch (error) {
      if (error instanceof UnreachableError) this.unreachableUntil = Date.now() + UNREACHABLE_FOR;
      return error instanceof ApiError && REFUSALS.has(error.code) ? error : undefined;
    }
  }
}

/** True if the refusal is about a field that an existing object cannot change. */
export function isImmutable(refusal: ApiError): boolean {
  return (
    refusal.code === 422 &&
    /immutable|may not (be changed|be updated|change)|updates to .* (are )?forbidden/i.test(
      refusal.message,
    )
  );
}

import type { PlatformError } from "./errors";

/**
 * What became of a create. There is no "failed": either no job exists for certain (`refused`, `notSent`),
 * or one exists (`done`), or nobody here can tell (`unknown`).
 */
export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T }
  /** The platform answered completely and said no before it did anything. */
  | { readonly kind: "refused"; readonly error: PlatformError }
  /** Not one byte of the request left this machine. */
  | { readonly kind: "notSent"; readonly error: PlatformError }
  /** The request, or part of it, left, and no answer said what became of it. */
  | { readonly kind: "unknown"; readonly error: PlatformError };

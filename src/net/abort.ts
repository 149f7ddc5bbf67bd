/** Starts work that others may share, and waits for it until the signal aborts; the work goes on. Rejects with the signal's reason. */
export async function unlessAborted<T>(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error); // aborted by our own code, always with an Error
  });
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([begin(), aborted]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

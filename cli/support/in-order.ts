/**
 * Works on several items at a time and gives the results in the order of the items. Takes no new item once the signal is
 * aborted, nor once one has failed; that failure is thrown when its turn comes. Work in hand that rejects because it was
 * aborted ends the sequence quietly.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  limit: number,
  signal?: AbortSignal,
): AsyncGenerator<R, void> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      if (signal?.aborted) break;
      const result = work(item);
      result.catch(() => undefined); // Observed again when its turn comes; until then it must not end the process.
      running.push(result);
      if (running.length >= limit) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    await Promise.allSettled(running);
  }
}

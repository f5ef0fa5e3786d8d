package org.gale.engine.agent;

import org.agrona.DirectBuffer;
import org.gale.engine.machine.Outputs;

/**
 * Observer of the engine, on the engine's thread, for latencies and progress. An observer changes nothing. Times are
 * those of the engine's clock, ns, read once per batch.
 */
public interface RunObserver
{
    /**
     * Called before the HOST commands between two offsets of a frame are applied, behind those that were drained.
     */
    void scheduled(DirectBuffer frame, int offset, int endOffset, long nowNs);

    /** Called before the commands between two offsets of a frame, which were drained from the lanes, are applied. */
    void drained(DirectBuffer frame, int offset, int endOffset, long nowNs);

    /**
     * Called when the commands that were drained last are applied, and the interrupts that they made pending are
     * signalled.
     */
    void raised(long nowNs);

    /** Called with the outputs of turns and other commands that were applied by now; the log is cleared afterwards. */
    void applied(Outputs outputs, long nowNs);
}

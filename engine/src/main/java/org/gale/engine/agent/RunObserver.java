package org.gale.engine.agent;

import org.agrona.DirectBuffer;
import org.gale.engine.machine.Outputs;

/**
 * Sees what the engine does, on the engine's thread, and changes nothing: latencies, progress. Times are those of the
 * engine's clock, ns, read once per batch.
 */
public interface RunObserver
{
    /** Commands from the lanes are about to be applied: those between two offsets of a frame. */
    void drained(DirectBuffer frame, int offset, int endOffset, long nowNs);

    /** The commands that were drained last are applied: what they raised is signalled. */
    void raised(long nowNs);

    /** Outputs of turns and other commands that were applied by now; the log is cleared afterwards. */
    void applied(Outputs outputs, long nowNs);
}

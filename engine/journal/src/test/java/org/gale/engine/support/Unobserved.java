package org.gale.engine.support;

import org.agrona.DirectBuffer;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.machine.Outputs;

/** Observer that does nothing, for runs whose latencies no test reads. */
public class Unobserved implements RunObserver
{
    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        // Not measured.
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        // Not measured.
    }

    @Override
    public void raised(final long nowNs)
    {
        // Not measured.
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        // Not measured.
    }
}

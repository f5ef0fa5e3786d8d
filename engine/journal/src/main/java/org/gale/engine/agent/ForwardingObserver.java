package org.gale.engine.agent;

import org.agrona.DirectBuffer;
import org.gale.engine.machine.Outputs;

/** Observer of a run that forwards every call to another one. A subclass overrides what it needs. */
public class ForwardingObserver implements RunObserver
{
    private final RunObserver observer;

    /** Creates an observer that forwards to another one. */
    public ForwardingObserver(final RunObserver observer)
    {
        this.observer = observer;
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        observer.scheduled(frame, offset, endOffset, nowNs);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        observer.drained(frame, offset, endOffset, nowNs);
    }

    @Override
    public void raised(final long nowNs)
    {
        observer.raised(nowNs);
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        observer.applied(outputs, nowNs);
    }
}

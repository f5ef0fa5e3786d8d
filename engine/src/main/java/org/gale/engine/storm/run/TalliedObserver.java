package org.gale.engine.storm.run;

import org.agrona.DirectBuffer;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.machine.Outputs;

/** Observer that keeps the tally of a run, and lets another observer watch the run after it. On the engine's thread. */
final class TalliedObserver implements RunObserver
{
    private final StormTally tally;
    private final RunObserver other;

    TalliedObserver(final StormTally tally, final RunObserver other)
    {
        this.tally = tally;
        this.other = other;
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        tally.scheduled(frame, offset, endOffset, nowNs);
        other.scheduled(frame, offset, endOffset, nowNs);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        tally.drained(frame, offset, endOffset, nowNs);
        other.drained(frame, offset, endOffset, nowNs);
    }

    @Override
    public void raised(final long nowNs)
    {
        tally.raised(nowNs);
        other.raised(nowNs);
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        tally.applied(outputs, nowNs);
        other.applied(outputs, nowNs);
    }
}

package org.gale.engine.agent;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.machine.PeSet;

/** Source of turns that forwards every call to another one. A subclass overrides what it needs. */
public class ForwardingTurns implements TurnSource
{
    private final TurnSource turns;

    /** Creates a source that forwards to another one. */
    public ForwardingTurns(final TurnSource turns)
    {
        this.turns = turns;
    }

    @Override
    public int drainLimit(final boolean isApplied)
    {
        return turns.drainLimit(isApplied);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        turns.drained(frame, offset, endOffset);
    }

    @Override
    public void finish()
    {
        turns.finish();
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        return turns.schedule(busy, frame, offset, limitOffset);
    }

    @Override
    public int budget()
    {
        return turns.budget();
    }

    @Override
    public void turning(final PeSet signalled)
    {
        turns.turning(signalled);
    }

    @Override
    public void watch(final CycleWatch watch)
    {
        turns.watch(watch);
    }

    @Override
    public void appended()
    {
        turns.appended();
    }

    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return turns.isSettled(signalled);
    }

    @Override
    public boolean isCheckDue()
    {
        return turns.isCheckDue();
    }

    @Override
    public boolean sleeps(final int vcpu)
    {
        return turns.sleeps(vcpu);
    }

    @Override
    public long passes()
    {
        return turns.passes();
    }
}

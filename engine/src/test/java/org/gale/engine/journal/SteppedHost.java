package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.support.SteppedAgents;

/** Host whose helpers and clock move when a test calls for it. Owned by the test's thread. */
final class SteppedHost implements JournalHost
{
    private final SegmentStore store = new ChronicleStore();
    private final SteppedAgents helpers = new SteppedAgents();
    private Agent maker;
    private long nowNs;

    /** Lets each helper work until it has nothing to do. */
    void work()
    {
        helpers.work();
    }

    /** Returns the helper that was started first, which makes segments. */
    Agent maker()
    {
        return maker;
    }

    void advance(final long ns)
    {
        nowNs += ns;
    }

    @Override
    public long nanoTime()
    {
        return nowNs;
    }

    @Override
    public SegmentStore store()
    {
        return store;
    }

    @Override
    public RunningAgent start(final Agent helper)
    {
        maker = maker == null ? helper : maker;

        return helpers.start(helper, NoOpIdleStrategy.INSTANCE);
    }

    @Override
    public void idle(final int turn)
    {
        throw new AssertionError("nobody else would make the space");
    }

    @Override
    public long pid()
    {
        return 1;
    }

    @Override
    public long bootId()
    {
        return BootId.current();
    }
}

package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.gale.engine.host.RunningAgent;

import java.util.ArrayList;
import java.util.List;

/** Host whose helpers and clock move when a test calls for it. Owned by the test's thread. */
final class SteppedHost implements JournalHost
{
    private final SegmentStore store = new ChronicleStore();
    private final List<Agent> helpers = new ArrayList<>();
    private long nowNs;

    /** Lets each helper work until it has nothing to do. */
    void work() throws Exception
    {
        for (final Agent helper : helpers)
        {
            int work = helper.doWork();
            while (work > 0)
            {
                work = helper.doWork();
            }
        }
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
        helpers.add(helper);

        return new RunningAgent()
        {
            @Override
            public void wake()
            {
                // The test decides when.
            }

            @Override
            public void end()
            {
                helpers.remove(helper);
            }

            @Override
            public Throwable failure()
            {
                return null;
            }
        };
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

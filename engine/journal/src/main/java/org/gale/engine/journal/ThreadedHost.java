package org.gale.engine.journal;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.Backoff;
import org.gale.engine.host.HelperIdle;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.RunningAgent;
import org.gale.engine.host.ThreadHost;

/** Host of production: Chronicle Queue, the system's clock, and threads for the helpers. Immutable. */
final class ThreadedHost implements JournalHost
{
    /** Shortest force that is left to a helper. To wake one takes some 50 us. */
    private static final long LONG_FORCE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    /** Number of commands that are worth a helper: to apply them takes some 100 us. */
    private static final long MANY_COMMANDS = 2048;

    private final SegmentStore store = new ChronicleStore();
    private final long bootId;
    private final AgentHost helpers;

    ThreadedHost(final long bootId, final AgentHost helpers)
    {
        this.bootId = bootId;
        this.helpers = helpers;
    }

    /** Returns a host under the boot that the kernel names, whose helpers have a thread each. */
    static JournalHost current()
    {
        return current(ThreadHost.INSTANCE);
    }

    /** Returns a host under the boot that the kernel names. */
    static JournalHost current(final AgentHost helpers)
    {
        return new ThreadedHost(BootId.current(), helpers);
    }

    @Override
    public long nanoTime()
    {
        return HostClock.nanoTime();
    }

    @Override
    public SegmentStore store()
    {
        return store;
    }

    @Override
    public RunningAgent start(final Agent helper)
    {
        return helpers.start(helper, new HelperIdle());
    }

    @Override
    public void idle(final int turn)
    {
        Backoff.idle(turn);
    }

    @Override
    public boolean forcesBeside(final long lastForceNs, final long commands)
    {
        return lastForceNs >= LONG_FORCE_NS && commands >= MANY_COMMANDS;
    }

    @Override
    public long pid()
    {
        return ProcessHandle.current().pid();
    }

    @Override
    public long bootId()
    {
        return bootId;
    }
}

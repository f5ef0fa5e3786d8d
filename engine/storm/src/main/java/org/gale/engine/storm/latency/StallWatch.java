package org.gale.engine.storm.latency;

import java.util.List;
import java.util.Map;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.scenario.StormThreads;

/**
 * Watch over the stalls of one storm, from the begin of its measured part to its end. On the engine's thread. Engine
 * and generator are found by the kernel's ids of their threads; helpers are those of all storms of this process.
 */
public final class StallWatch
{
    /** Name of the engine in reports. */
    public static final String ENGINE_LABEL = "engine";

    private final HostMeter host;
    private final int cores;
    private final CycleWatch engine;
    private final CycleWatch generator;
    private Map<Long, HostMeter.ThreadWait> waits = Map.of();
    private long engineId;
    private long generatorId;
    private long beginNs;
    private long stolenNs;
    private long throttledNs;
    private boolean hasBegun;

    public StallWatch(final HostMeter host, final int cores, final CycleWatch engine, final CycleWatch generator)
    {
        this.host = host;
        this.cores = cores;
        this.engine = engine;
        this.generator = generator;
    }

    /**
     * Begins to watch. Engine and generator forget their longest stalls by themselves.
     *
     * @param engineThread    kernel's id of the engine's thread
     * @param generatorThread kernel's id of the generator's thread
     */
    public void begin(final long nowNs, final long engineThread, final long generatorThread)
    {
        engineId = engineThread;
        generatorId = generatorThread;
        hasBegun = true;
        beginNs = nowNs;
        waits = host.waits();
        stolenNs = host.stolenNs();
        throttledNs = host.throttledNs();
    }

    /** Returns the stalls since the begin, while all threads are alive. */
    public Stalls end(final long nowNs)
    {
        if (!hasBegun)
        {
            return Stalls.NONE;
        }
        final Map<Long, HostMeter.ThreadWait> now = host.waits();
        long helpersNs = 0;
        for (final Map.Entry<Long, HostMeter.ThreadWait> thread : now.entrySet())
        {
            if (!StormThreads.isRunner(thread.getValue().name()))
            {
                final HostMeter.ThreadWait before = waits.get(thread.getKey());
                helpersNs += thread.getValue().waitNs() - (before == null ? 0 : before.waitNs());
            }
        }

        return new Stalls(nowNs - beginNs, cores, List.of(
            new Stalls.OfThread(ENGINE_LABEL, waitNs(now, engineId), engine.longestNs()),
            new Stalls.OfThread(Stalls.GENERATOR, waitNs(now, generatorId), generator.longestNs()),
            new Stalls.OfThread(Stalls.HELPERS, now.isEmpty() ? HostMeter.MISSING : helpersNs, 0)),
            since(stolenNs, host.stolenNs()), since(throttledNs, host.throttledNs()));
    }

    private long waitNs(final Map<Long, HostMeter.ThreadWait> now, final long threadId)
    {
        return since(waitNsOf(waits.get(threadId)), waitNsOf(now.get(threadId)));
    }

    private static long waitNsOf(final HostMeter.ThreadWait wait)
    {
        return wait == null ? HostMeter.MISSING : wait.waitNs();
    }

    private static long since(final long before, final long now)
    {
        return before == HostMeter.MISSING || now == HostMeter.MISSING ? HostMeter.MISSING : now - before;
    }
}

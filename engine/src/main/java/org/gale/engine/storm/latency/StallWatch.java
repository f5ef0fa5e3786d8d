package org.gale.engine.storm.latency;

import java.util.List;
import java.util.Map;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.setting.StormThreads;

/** Watch over the stalls of one storm, from the begin of its measured part to its end. On the engine's thread. */
public final class StallWatch
{
    /** Name of the engine in reports. */
    public static final String ENGINE_LABEL = "engine";
    /** Name of the generator in reports. */
    public static final String GENERATOR_LABEL = "generator";

    private final HostMeter host;
    private final int cores;
    private final CycleWatch engine;
    private final CycleWatch generator;
    private Map<String, Long> waitsNs = Map.of();
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

    /** Begins to watch; the generator forgets its longest stall by itself. */
    public void begin(final long nowNs)
    {
        hasBegun = true;
        beginNs = nowNs;
        waitsNs = host.waitsNs();
        stolenNs = host.stolenNs();
        throttledNs = host.throttledNs();
        engine.reset();
    }

    /** Returns the stalls since the begin, while all threads are alive. */
    public Stalls end(final long nowNs)
    {
        if (!hasBegun)
        {
            return Stalls.NONE;
        }
        final Map<String, Long> now = host.waitsNs();
        long helpersNs = 0;
        for (final Map.Entry<String, Long> thread : now.entrySet())
        {
            if (!thread.getKey().equals(StormThreads.ENGINE) && !thread.getKey().equals(StormThreads.GENERATOR))
            {
                helpersNs += thread.getValue() - waitsNs.getOrDefault(thread.getKey(), 0L);
            }
        }

        return new Stalls(nowNs - beginNs, cores, List.of(
            new Stalls.OfThread(ENGINE_LABEL, waitNs(now, StormThreads.ENGINE), engine.longestNs()),
            new Stalls.OfThread(GENERATOR_LABEL, waitNs(now, StormThreads.GENERATOR), generator.longestNs()),
            new Stalls.OfThread(Stalls.HELPERS, now.isEmpty() ? HostMeter.MISSING : helpersNs, 0)),
            since(stolenNs, host.stolenNs()), since(throttledNs, host.throttledNs()));
    }

    private long waitNs(final Map<String, Long> now, final String name)
    {
        return since(waitsNs.getOrDefault(name, HostMeter.MISSING), now.getOrDefault(name, HostMeter.MISSING));
    }

    private static long since(final long before, final long now)
    {
        return before == HostMeter.MISSING || now == HostMeter.MISSING ? HostMeter.MISSING : now - before;
    }
}

package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SplittableRandom;

/** Timer of a vCPU: the ticks that have come, and those for which its wire is high. */
final class Ticker implements Models.Queue
{
    private static final long SECOND_NS = 1_000_000_000;

    private final SplittableRandom random;
    private final long hz;
    private final long jitterNs;
    private final long phaseNs;
    /** Ticks since the guest has moved the comparator: the first of them has raised the wire. */
    private final Deque<Long> high = new ArrayDeque<>();
    private long ticks;
    private long raised;
    private long lowered;
    private long tickNs;

    Ticker(final JsonNode traffic, final SplittableRandom random)
    {
        this.random = random;
        hz = traffic.get("hz").asLong();
        jitterNs = Numbers.ns(traffic.get("jitter").asText());
        phaseNs = Long.remainderUnsigned(random.nextLong(), SECOND_NS / hz);
        tickNs = tick(0);
    }

    /** Returns when a tick comes. */
    private long tick(final long number)
    {
        final long lateNs = jitterNs == 0 ? 0 : Long.remainderUnsigned(random.nextLong(), jitterNs + 1);

        return phaseNs + number * SECOND_NS / hz + lateNs;
    }

    @Override
    public long nextNs()
    {
        return tickNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        raised += high.isEmpty() ? 1 : 0;
        high.addLast(tickNs);
        ticks++;
        tickNs = tick(ticks);

        return high.size() == 1;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        // The wire stays high while the handler runs.
    }

    @Override
    public long prolongedNs(final long nowNs)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs)
    {
        lowered += high.isEmpty() ? 0 : 1;
        high.clear();
    }

    @Override
    public void witness(final Map<String, Long> counts)
    {
        counts.merge("timer.expiries", ticks, Long::sum);
        counts.merge("timer.raised", raised, Long::sum);
        counts.merge("timer.merged", ticks - raised, Long::sum);
        counts.merge("timer.handled", lowered, Long::sum);
    }

    @Override
    public long completions()
    {
        return ticks;
    }

    @Override
    public long heldNs(final String reason)
    {
        return 0;
    }
}

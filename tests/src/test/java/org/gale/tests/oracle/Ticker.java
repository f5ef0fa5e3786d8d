package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;

/** Timer of a vCPU: ticks raise a wire that is high until the handler ends. */
final class Ticker implements Models.Queue
{
    private static final long SECOND_NS = 1_000_000_000;

    private final long hz;
    private final long jitterNs;
    private final long phaseNs;
    private final SplittableRandom random;
    private long nextNs;
    private long ticks;
    private boolean isHigh;

    Ticker(final JsonNode traffic, final SplittableRandom random)
    {
        hz = traffic.get("hz").asLong();
        jitterNs = Numbers.ns(traffic.get("jitter").asText());
        phaseNs = Long.remainderUnsigned(random.nextLong(), SECOND_NS / hz);
        this.random = random;
        nextNs = tickNs();
    }

    private long tickNs()
    {
        final long laterNs = jitterNs == 0 ? 0 : Long.remainderUnsigned(random.nextLong(), jitterNs + 1);

        return phaseNs + Math.floorDiv(Math.multiplyExact(ticks, SECOND_NS), hz) + laterNs;
    }

    @Override
    public long nextNs()
    {
        return nextNs;
    }

    @Override
    public boolean fire(final long nowNs)
    {
        final boolean rises = !isHigh;
        isHigh = true;
        ticks++;
        nextNs = Math.max(nowNs, tickNs());

        return rises;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        // The wire is high until the comparator moves.
    }

    @Override
    public long prolongedNs(final long nowNs)
    {
        return 0;
    }

    @Override
    public void handled(final long nowNs)
    {
        isHigh = false;
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

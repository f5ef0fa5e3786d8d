package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Line that devices share: it is high from the first event that no handler has found to the end of the handler. */
final class LinePin implements Models.Queue
{
    private final List<Times> gaps = new ArrayList<>();
    private final List<Long> nextNs = new ArrayList<>();
    /** Devices with events that no handler has found yet, and those that the handler found which runs. */
    private final Set<Integer> waiting = new HashSet<>();
    private final Set<Integer> found = new HashSet<>();
    private long events;
    private long raised;
    private long stayed;

    LinePin(final JsonNode traffic, final int events, final SplittableRandom random)
    {
        final double meanNs = events * 1e9 / traffic.get("rate").asDouble();
        for (int device = 0; device < traffic.get("share").asInt(); device++)
        {
            final Times times = Nic.gaps(traffic.get("arrivals").asText(), meanNs, Models.next(random));
            gaps.add(times);
            nextNs.add(times.nextNs());
        }
    }

    private int first()
    {
        int first = 0;
        for (int device = 1; device < nextNs.size(); device++)
        {
            first = nextNs.get(device) < nextNs.get(first) ? device : first;
        }

        return first;
    }

    @Override
    public long nextNs()
    {
        return nextNs.get(first());
    }

    @Override
    public boolean fire(final long nowNs)
    {
        final int device = first();
        final boolean isLow = waiting.isEmpty() && found.isEmpty();
        nextNs.set(device, nextNs.get(device) + gaps.get(device).nextNs());
        waiting.add(device);
        events++;
        raised += isLow ? 1 : 0;

        return isLow;
    }

    @Override
    public void acknowledged(final long nowNs)
    {
        found.addAll(waiting);
        waiting.clear();
    }

    @Override
    public long prolongedNs(final long nowNs)
    {
        return 0;
    }

    @Override
    public boolean isHighBehind()
    {
        return !waiting.isEmpty();
    }

    @Override
    public void handled(final long nowNs)
    {
        stayed += waiting.isEmpty() ? 0 : 1;
        found.clear();
    }

    @Override
    public void witness(final Map<String, Long> counts)
    {
        counts.merge("line.expiries", events, Long::sum);
        counts.merge("line.raised", raised, Long::sum);
        counts.merge("line.merged", events - raised, Long::sum);
        counts.merge("line.stayed", stayed, Long::sum);
    }

    @Override
    public long completions()
    {
        return events;
    }

    @Override
    public long heldNs(final String reason)
    {
        return 0;
    }
}

package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Device that offers a trace again and again. */
final class Recording implements Model
{
    /** Event of a turn, at its time within it. */
    private record Due(long ns, int event, Trace.Event recorded)
    {
    }

    /** Events that were offered, by kind. */
    final Map<String, Long> offered = new TreeMap<>();
    private final List<Due> turn = new ArrayList<>();
    private final long lengthNs;
    private final int firstTimer;
    private final Map<Integer, Long> servicesNs = new HashMap<>();
    private final Map<Integer, Long> owedNs = new HashMap<>();
    private final Set<Integer> high = new HashSet<>();
    private long taken;

    Recording(final TraceChoice choice, final int vpes, final JsonNode traffic, final SplittableRandom random)
    {
        final double speed = traffic.path("speed").asDouble(1);
        final String phase = traffic.get("phase").asText();
        final List<Trace.Event> events = choice.events;
        final long lastNs = events.isEmpty() ? 0 : scaled(events.get(events.size() - 1).ns(), speed);
        firstTimer = choice.firstTimer();
        lengthNs = Math.max(lastNs + 1, scaled(choice.trace.lengthNs(), speed));
        final long laterNs = phase.equals("spread") ?
            Long.remainderUnsigned(random.nextLong(), lengthNs) : Numbers.ns(phase) % lengthNs;
        for (final boolean isWrapped : new boolean[]{true, false})
        {
            for (final Trace.Event event : events)
            {
                final long ns = laterNs + scaled(event.ns(), speed);
                if (ns >= lengthNs == isWrapped)
                {
                    turn.add(new Due(ns % lengthNs, choice.number(event, vpes), event));
                }
            }
        }
        for (final String kind : new String[]{"msi", "timer", "ipi"})
        {
            offered.put(kind, 0L);
        }
    }

    private static long scaled(final long ns, final double speed)
    {
        return (long)(ns / speed);
    }

    private Due next()
    {
        return turn.get((int)(taken % turn.size()));
    }

    @Override
    public long nextNs()
    {
        return turn.isEmpty() ? Numbers.NEVER : taken / turn.size() * lengthNs + next().ns;
    }

    @Override
    public List<Integer> fire(final long nowNs)
    {
        final Due due = next();
        taken++;
        offered.merge(due.recorded.kind(), 1L, Long::sum);
        servicesNs.put(due.event, due.recorded.serviceNs());
        final boolean isRaised = due.event < firstTimer || high.add(due.event);

        return isRaised ? List.of(due.event) : List.of();
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        owedNs.put(event, servicesNs.get(event));
    }

    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        final Long ns = owedNs.put(event, 0L);

        return ns == null ? 0 : ns;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        high.remove(event);
    }

    @Override
    public void witness(final Map<String, Long> counts)
    {
        counts.merge("recorded.offered", taken, Long::sum);
    }

    @Override
    public long completions()
    {
        return taken;
    }
}

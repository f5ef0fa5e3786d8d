package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Events of a trace that a device offers, and the numbers that they have as events of the device. Immutable. */
final class TraceChoice
{
    /** Vector of an event, and the CPU that took it where this counts. */
    private record Place(String vector, int cpu)
    {
    }

    final Trace trace;
    final List<Trace.Event> events;
    private final List<Place> msis;
    private final List<Place> ipis;
    private final List<Integer> cpus;

    TraceChoice(final Trace trace, final JsonNode traffic)
    {
        this.trace = trace;
        final String form = traffic.path("vectors").asText("*").replace("*", ".*").replace("?", ".");
        final boolean withTimers = traffic.path("timers").asText().equals("on");
        final boolean withIpis = traffic.path("ipis").asText().equals("on");
        events = trace.events().stream().filter(event -> switch (event.kind())
        {
            case "timer" -> withTimers;
            case "ipi" -> withIpis;
            default -> event.vector().matches(form);
        }).toList();
        msis = new ArrayList<>(events.stream().filter(event -> event.kind().equals("msi"))
            .map(event -> new Place(event.vector(), 0)).distinct().toList());
        cpus = List.copyOf(new TreeSet<>(trace.events().stream().map(Trace.Event::cpu).toList()));
        ipis = cpus.stream().flatMap(cpu -> events.stream().filter(
            event -> event.kind().equals("ipi") && event.cpu() == cpu))
            .map(event -> new Place(event.vector(), event.cpu())).distinct().toList();
    }

    boolean hasTimers()
    {
        return events.stream().anyMatch(event -> event.kind().equals("timer"));
    }

    /** Returns the number of the first IPI, behind those of MSIs. */
    int firstIpi()
    {
        return msis.size();
    }

    /** Returns the number of the first timer, behind those of MSIs and IPIs. */
    int firstTimer()
    {
        return msis.size() + ipis.size();
    }

    /** Returns the number of an event for a VM of some VPEs. */
    int number(final Trace.Event event, final int vpes)
    {
        return switch (event.kind())
        {
            case "timer" -> firstTimer() + cpus.indexOf(event.cpu()) % vpes;
            case "ipi" -> msis.size() + ipis.indexOf(new Place(event.vector(), event.cpu()));
            default -> msis.indexOf(new Place(event.vector(), 0));
        };
    }
}

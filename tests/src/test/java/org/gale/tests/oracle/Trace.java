package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Trace that is drawn from a number: a few CPUs, vectors of all kinds, and events that may come at one time. */
record Trace(List<Event> events)
{
    private static final List<String> MSIS = List.of("nvme0q1", "virtio0-input", "eth0");
    private static final String TIMER = "arch_timer";
    private static final String IPI = "IPI";

    /**
     * Event.
     *
     * @param serviceNs of its handler, 0 if none is known
     */
    record Event(long ns, int cpu, String vector, long serviceNs)
    {
        String kind()
        {
            return vector.equals(TIMER) ? "timer" : vector.equals(IPI) ? "ipi" : "msi";
        }
    }

    /** Returns the trace of a number. */
    static Trace of(final long number)
    {
        final SplittableRandom random = new SplittableRandom(number);
        final List<Event> events = new ArrayList<>();
        final int cpus = 1 + random.nextInt(3);
        final int count = 40 + random.nextInt(160);
        long ns = 0;
        for (int i = 0; i < count; i++)
        {
            final int drawn = random.nextInt(MSIS.size() + 2);
            final String vector = drawn < MSIS.size() ? MSIS.get(drawn) : drawn == MSIS.size() ? TIMER : IPI;
            events.add(new Event(
                ns, 2 * random.nextInt(cpus), vector, random.nextInt(3) * (long)random.nextInt(4_000)));
            ns += random.nextInt(4) == 0 ? 0 : random.nextInt(40_000);
        }

        return new Trace(events);
    }

    /** Returns the trace as a text of {@code gale import csv}. */
    String csv()
    {
        final StringBuilder csv = new StringBuilder();
        for (final Event event : events)
        {
            csv.append(event.ns).append(',').append(event.cpu).append(',').append(event.vector);
            csv.append(event.serviceNs > 0 ? "," + event.serviceNs : "").append('\n');
        }

        return csv.toString();
    }

    /** Returns for how long the trace lasts: the mean gap behind its last event. */
    long lengthNs()
    {
        final long lastNs = events.get(events.size() - 1).ns;

        return lastNs + Math.max(1, lastNs / Math.max(1, events.size() - 1));
    }
}

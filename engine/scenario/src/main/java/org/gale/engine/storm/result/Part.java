package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Latency;

/**
 * Group of VMs of a storm, or phase of one, with what belongs to it: its account, its latencies and the work of its
 * devices.
 *
 * @param vms      number of VMs; 0 of a phase, and of the events that no VM has
 * @param span     time of a phase; null of a group
 * @param account  events, in a phase those of its time
 * @param response times of the measured interrupts
 * @param handled  times to the ends of their handlers; null on the wall clock
 * @param request  latencies of the measured requests; null in a storm without
 * @param work     of devices with models in a phase; null of the whole run, and in a storm without
 * @param groups   groups of VMs in a phase; none of a group
 */
public record Part(String name, int vms, Span span, EventAccount account, Times response, Times handled, Times request,
    DeviceCounts.Work work, List<Part> groups)
{
    /** Name of the part to which events belong that no VM has. */
    public static final String NO_VM = "none";

    public Part
    {
        groups = List.copyOf(groups);
    }

    /**
     * Time of a phase.
     *
     * @param startNs  since the first offer of the storm, ns
     * @param lengthNs to its end, ns
     */
    public record Span(long startNs, long lengthNs)
    {
    }

    /**
     * Times of a latency.
     *
     * @param samples all of them; null where they are not known
     */
    public record Times(LatencySummary summary, Histogram samples)
    {
        /** Times without a sample. */
        public static final Times EMPTY = new Times(LatencySummary.EMPTY, null);

        /** Returns the times of a histogram, which is kept. */
        public static Times of(final Histogram samples)
        {
            return new Times(LatencySummary.of(samples), samples);
        }

        /** Returns the sum of a latency of some parts; null if none has it. */
        static Times sum(final List<Part> parts, final Function<Part, Times> latency)
        {
            final List<Times> all = parts.stream().map(latency).filter(Objects::nonNull).toList();
            final Histogram sum = HistogramSum.of(all.stream().map(Times::samples).toList());

            return all.isEmpty() ? null : sum == null ? all.get(0) : Times.of(sum);
        }
    }

    /** {@return the figures of a latency that parts have; null in a storm without it} */
    public LatencySummary latency(final Latency latency)
    {
        final Times times = of(latency);

        return times == null ? null : times.summary();
    }

    /** {@return the times of a latency that parts have; null in a storm without it} */
    public Times of(final Latency latency)
    {
        return switch (latency)
        {
            case RESPONSE -> response;
            case HANDLED -> handled;
            case REQUEST -> request;
            default -> null;
        };
    }

    /**
     * Returns the sum of the groups or phases of the parts of a storm by name: one without events of no VM lacks that.
     *
     * @param all      those of each part of the storm
     * @param measured those of the parts whose latencies count
     */
    static List<Part> sum(final List<List<Part>> all, final List<List<Part>> measured)
    {
        final Map<String, List<Part>> some = named(measured);

        return named(all).entrySet().stream().map(part ->
            sumOf(part.getValue(), some.getOrDefault(part.getKey(), part.getValue()))).toList();
    }

    private static Map<String, List<Part>> named(final List<List<Part>> all)
    {
        final Map<String, List<Part>> named = new LinkedHashMap<>();
        all.forEach(parts -> parts.forEach(
            part -> named.computeIfAbsent(part.name(), name -> new ArrayList<>()).add(part)));

        return named;
    }

    private static Part sumOf(final List<Part> parts, final List<Part> measured)
    {
        final Part first = parts.get(0);
        final Span span = first.span() == null ? null : new Span(
            first.span().startNs(), parts.stream().mapToLong(part -> part.span().lengthNs()).max().orElse(0));

        return new Part(first.name(), first.vms(), span,
            parts.stream().map(Part::account).reduce(EventAccount.NONE, EventAccount::plus),
            Times.sum(measured, Part::response), Times.sum(measured, Part::handled),
            Times.sum(measured, Part::request), first.work() == null ? null :
            parts.stream().map(Part::work).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus),
            sum(parts.stream().map(Part::groups).toList(), measured.stream().map(Part::groups).toList()));
    }
}

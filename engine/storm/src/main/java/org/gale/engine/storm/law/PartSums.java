package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.scenario.PhaseShape;

/**
 * Numbers and sums of times by phase and group of VMs, for a law that compares them with those of a result. Owned by
 * the thread that adds the times.
 */
final class PartSums
{
    private final long[] endsNs;                                    // of the phases, but the last one
    private final int groups;
    private final long[] counts;                                    // by phase and group
    private final long[] sumsNs;

    /** Makes the sums of a storm; one without phases has one. */
    PartSums(final List<PhaseShape> phases, final int groups)
    {
        this.groups = groups;
        endsNs = new long[Math.max(0, phases.size() - 1)];
        long ns = 0;
        for (int phase = 0; phase < endsNs.length; phase++)
        {
            ns += phases.get(phase).durationNs();
            endsNs[phase] = ns;
        }
        counts = new long[(endsNs.length + 1) * groups];
        sumsNs = new long[counts.length];
    }

    /**
     * Adds a time.
     *
     * @param atNs time that says which phase it belongs to
     */
    void add(final int group, final long atNs, final long ns)
    {
        final int place = phase(atNs) * groups + group;
        counts[place]++;
        sumsNs[place] += Math.max(0, ns);
    }

    /** Returns the phase of a time. */
    int phase(final long atNs)
    {
        int phase = 0;
        while (phase < endsNs.length && atNs >= endsNs[phase])
        {
            phase++;
        }

        return phase;
    }

    /** Forgets all times. */
    void clear()
    {
        Arrays.fill(counts, 0);
        Arrays.fill(sumsNs, 0);
    }

    /**
     * {@return how the times of a result differ from these, or null}
     *
     * @param name    of the times
     * @param parts   groups of a result
     * @param phases  of the result, each with its groups; none of a storm without
     * @param latency of a part; null of one without
     */
    String fault(final String name, final List<Part> parts, final List<Part> phases,
        final Function<Part, Part.Times> latency)
    {
        String fault = null;
        for (int group = 0; group < groups && fault == null; group++)
        {
            fault = fault(name, "group " + parts.get(group).name(), latency.apply(parts.get(group)), group, groups);
            for (int phase = 0; phase < phases.size() && fault == null; phase++)
            {
                final String of = parts.get(group).name();
                fault = fault(name, "group " + of + " in phase " + phases.get(phase).name(),
                    phases.get(phase).groups().stream().filter(part -> part.name().equals(of)).map(latency)
                    .filter(Objects::nonNull).findFirst().orElse(null), phase * groups + group, counts.length);
            }
        }

        return fault;
    }

    private String fault(final String name, final String place, final Part.Times times, final int first, final int step)
    {
        if (times == null)
        {
            return null;                                            // one part has no times beside those of the storm
        }
        long count = 0;
        long sumNs = 0;
        for (int i = first; i < counts.length; i += step)
        {
            count += counts[i];
            sumNs += sumsNs[i];
        }

        return times.summary().count() == count && (times.summary().sum() == sumNs ||
            times.summary().sum() == LatencySummary.NONE) ? null : place + " has " +
            NumberText.counted(times.summary().count(), name) + " of " + NumberText.count(times.summary().sum()) +
            " ns in all, and it took " + NumberText.count(count) + " of " + NumberText.count(sumNs) + " ns";
    }
}

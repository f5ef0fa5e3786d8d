package org.gale.engine.storm.latency;

import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.result.PackedLatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;
import org.gale.engine.storm.topology.Topology;

/**
 * Times of each group of VMs in each phase of a storm. The current phase and the one before have histograms of
 * their own. When a phase begins, those of the last but one are packed and serve the new one. An interrupt that
 * waited for a whole phase is recorded in a packed one.
 * <pre>
 *   current phase      0        1        2          3
 *   in set 0         phase 0  phase 0  phase 2    phase 2
 *   in set 1            -     phase 1  phase 1    phase 3
 *   packed              -        -     phase 0    phases 0 and 1
 * </pre>
 */
final class PartResponses
{
    private static final int SETS = 2;
    private static final int DIGITS = 3;
    private static final int MANY_DIGITS = 2;
    /** Limit of the groups whose histograms have three digits, each of 216 KiB; those of two have 30 KiB. */
    private static final int FINE_LIMIT = 16;

    private final short[] groupOfVm;
    private final int groups;
    private final int phases;
    private final int digits;
    /** Sets of histograms, each with one of each group, by turns for the phases. */
    private final RepeatedValues[] sets;
    /** Histograms of the phases before those in the sets; null without a sample. */
    private final PackedLatencyHistogram[] packed;
    private int phase;

    /** Creates empty histograms of a storm, at its first phase. */
    PartResponses(final Topology topology)
    {
        groups = topology.groups().size();
        phases = Math.max(1, topology.shape().phases().size());
        digits = groups <= FINE_LIMIT ? DIGITS : MANY_DIGITS;
        groupOfVm = new short[topology.vms()];
        for (int vm = 0; vm < groupOfVm.length; vm++)
        {
            groupOfVm[vm] = (short)topology.groupOfVm(vm);
        }
        sets = new RepeatedValues[Math.min(phases, SETS) * groups];
        for (int i = 0; i < sets.length; i++)
        {
            sets[i] = new RepeatedValues(digits);
        }
        packed = new PackedLatencyHistogram[phases * groups];
    }

    /** {@return empty histograms of a storm; null where it has one part, which is all of it} */
    static PartResponses of(final Topology topology)
    {
        return Math.max(1, topology.shape().phases().size()) * topology.groups().size() == 1 ? null :
            new PartResponses(topology);
    }

    /** Begins a phase, one behind the phase in hand. Allocates memory for what is packed. */
    void begin(final int next)
    {
        assert next == phase + 1 && next < phases : next;

        for (int group = 0; group < groups; group++)
        {
            final RepeatedValues values = sets[set(next) + group];
            if (values.histogram().getTotalCount() > 0)
            {
                packed(next - SETS, group).add(values.histogram());
                values.reset();
            }
        }
        phase = next;
    }

    /** Records a time of a group of VMs in a phase. */
    void record(final int ofPhase, final int group, final long ns)
    {
        if (ofPhase + SETS > phase)
        {
            sets[set(ofPhase) + group].record(ns);
        }
        else
        {
            packed(ofPhase, group).recordTime(ns, 1);
        }
    }

    /** {@return the index of the group of a VM} */
    int groupOf(final int vmId)
    {
        return groupOfVm[vmId];
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        for (final RepeatedValues values : sets)
        {
            values.reset();
        }
        for (final Histogram histogram : packed)
        {
            if (histogram != null)
            {
                histogram.reset();
            }
        }
    }

    /**
     * Returns the times of a group in a phase.
     *
     * @param ofPhase index, or {@link FigureName#ALL}
     * @param ofGroup index, or {@link FigureName#ALL}
     */
    Histogram latency(final int ofPhase, final int ofGroup)
    {
        if (ofGroup != FigureName.ALL && (ofPhase != FigureName.ALL || phases == 1))
        {
            return histogram(Math.max(0, ofPhase), ofGroup);        // a sum of one would be packed, value by value
        }
        final Histogram sum = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, digits);
        for (int i = 0; i < packed.length; i++)
        {
            if ((ofPhase == FigureName.ALL || ofPhase == i / groups) &&
                (ofGroup == FigureName.ALL || ofGroup == i % groups))
            {
                sum.add(histogram(i / groups, i % groups));
            }
        }

        return sum;
    }

    private Histogram histogram(final int ofPhase, final int group)
    {
        final boolean isInSet = ofPhase <= phase && ofPhase + SETS > phase;

        return isInSet ? sets[set(ofPhase) + group].histogram() : packed(ofPhase, group);
    }

    /** {@return the index of the first histogram of the set that serves a phase} */
    private int set(final int ofPhase)
    {
        return ofPhase % SETS * groups;
    }

    private PackedLatencyHistogram packed(final int ofPhase, final int group)
    {
        final int index = ofPhase * groups + group;
        if (packed[index] == null)
        {
            packed[index] = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, digits);
        }

        return packed[index];
    }
}

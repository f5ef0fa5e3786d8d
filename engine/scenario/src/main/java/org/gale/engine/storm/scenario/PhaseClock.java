package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Clock of the phases of a storm: tells the phase of a time since the first phase began. A phase has its first
 * nanosecond and not the one behind it. A storm without phases has one that does not end. Immutable.
 * <pre>
 *   ns         0            10 s                     30 s
 *   phase      |-- 0 calm --|------- 1 noise --------|-- 1 --  (what comes behind the end belongs to the last phase)
 * </pre>
 */
public final class PhaseClock
{
    /** End of the only phase of a storm without phases. */
    public static final long NO_END = Long.MAX_VALUE;

    private final long[] beginsNs;
    private final long endNs;

    /** Makes the clock of some phases, one after another. */
    public PhaseClock(final List<PhaseShape> phases)
    {
        beginsNs = new long[Math.max(1, phases.size())];
        long atNs = 0;
        for (int i = 0; i < phases.size(); i++)
        {
            beginsNs[i] = atNs;
            atNs += phases.get(i).durationNs();
        }
        endNs = phases.isEmpty() ? NO_END : atNs;
    }

    /** Returns the number of phases, at least one. */
    public int count()
    {
        return beginsNs.length;
    }

    /**
     * Returns the phase of a time.
     *
     * @param sinceBeginNs time since the first phase began, ns; one before it belongs to the first phase, one behind
     *                     the end to the last
     * @return an index, 0 to {@link #count} − 1
     */
    public int indexAt(final long sinceBeginNs)
    {
        int index = beginsNs.length - 1;
        while (index > 0 && beginsNs[index] > sinceBeginNs)
        {
            index--;
        }

        return index;
    }

    /** Returns the boundary at which a phase begins, ns since the first phase began. */
    public long beginNs(final int index)
    {
        return beginsNs[index];
    }

    /** Returns the boundary at which a phase ends, ns since the first phase began; {@link #NO_END} if it does not. */
    public long endNs(final int index)
    {
        return index + 1 < beginsNs.length ? beginsNs[index + 1] : endNs;
    }

    /** Returns the end of the last phase, ns since the first phase began; {@link #NO_END} if it does not end. */
    public long endNs()
    {
        return endNs;
    }
}

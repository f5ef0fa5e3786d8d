package org.gale.engine.storm.law;

import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Load;

/**
 * Law of the events that wait, by time: a backlog at a time is the sum of all changes up to it. The law adds each
 * change to the first multiple of a step that is no earlier, and has no samples. Owned by the thread of the run.
 */
final class BacklogLaw
{
    private static final int FIRST_SHIFT = 10;                      // of a step of 1,024 ns
    private static final int STEP_LIMIT = 4_096;

    private final int[][] changes;                                  // by group and multiple of the step
    private int shift = FIRST_SHIFT;
    private long lastOfferNs;

    BacklogLaw(final int groups)
    {
        changes = new int[groups][STEP_LIMIT];
    }

    /** Notes that an event is offered. */
    void offered(final long nowNs)
    {
        lastOfferNs = nowNs;
    }

    /** Notes that one event more of a group waits, or one less. */
    void add(final int group, final int change, final long nowNs)
    {
        while (multiple(nowNs) >= STEP_LIMIT)
        {
            halve();
        }
        changes[group][(int)multiple(nowNs)] += change;
    }

    private long multiple(final long ns)
    {
        return (ns + (1L << shift) - 1) >>> shift;
    }

    private void halve()
    {
        shift++;
        for (final int[] ofGroup : changes)
        {
            for (int i = 1; i < STEP_LIMIT; i++)
            {
                final int change = ofGroup[i];
                ofGroup[i] = 0;
                ofGroup[(i + 1) / 2] += change;
            }
        }
    }

    /**
     * {@return how the backlogs of a run that has ended differ, or null}
     *
     * @param loads by group
     */
    String fault(final List<Load> loads, final long endNs)
    {
        while (endNs >>> shift >= STEP_LIMIT)
        {
            halve();
        }
        final String first = difference(loads);
        String fault = first;
        while (fault != null && lastOfferNs >>> shift > 0)
        {
            halve();                                                // a run that is stopped may have had a longer step
            fault = difference(loads);
        }

        return fault == null ? null : first;
    }

    private String difference(final List<Load> loads)
    {
        for (int group = 0; group < changes.length; group++)
        {
            long waiting = 0;
            int next = 0;
            for (int part = 1; part <= Load.PARTS; part++)
            {
                final long ns = lastOfferNs * part / Load.PARTS;    // a run takes 2^59 ns at most
                final long said = loads.get(group).backlog().get(part - 1);
                for (; next <= ns >>> shift; next++)
                {
                    waiting += changes[group][next];
                }
                if (said != waiting)
                {
                    return "group " + group + " has a backlog of " + NumberText.count(said) + " at " +
                        NumberText.count(ns) + " ns, and " + NumberText.counted(waiting, "event") + " wait then";
                }
            }
        }

        return null;
    }
}

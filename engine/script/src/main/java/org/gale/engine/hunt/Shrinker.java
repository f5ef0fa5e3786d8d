package org.gale.engine.hunt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.DelaySchedule;
import org.gale.engine.config.MachineKeys;

/**
 * Search for the few operations whose delays make a run fail. Delays are set to 0, by halves first. Then each of them
 * is made the least with which the program fails, and one less does not. Each trial is a run of the program, and is
 * kept if it fails by the same check. Owned by one thread.
 */
final class Shrinker
{
    /** Limit of the trials. */
    static final int TRIAL_LIMIT = 2000;

    private final ProgramRunner runner;
    private final HuntRun failed;
    private Map<String, Integer> delays;
    private HuntRun last;
    private int trials;

    Shrinker(final ProgramRunner runner, final HuntRun failed)
    {
        this.runner = runner;
        this.failed = failed;
        this.delays = delays(failed);
        this.last = failed;
    }

    /**
     * Shrinks the delays.
     *
     * @return false if the program does not fail by the delays that it failed with, or fails without any
     */
    boolean shrink() throws IOException
    {
        if (!fails(delays) || isFailingWithout())
        {
            return false;
        }
        drop();
        final Map<String, Integer> before = delays;
        shorten();
        if (!before.equals(delays))
        {
            drop();
        }

        return fails(delays);
    }

    /** Returns the operations that have a delay, with it, in the order in which they began. */
    Map<String, Integer> delays()
    {
        return delays;
    }

    /** Returns the last run that failed. */
    HuntRun last()
    {
        return last;
    }

    int trials()
    {
        return trials;
    }

    /** Returns the word of a machine line that gives delays to operations, and none to all others. */
    static String word(final Map<String, Integer> delays)
    {
        return MachineKeys.OPS_SCHEDULE.name() + '=' +
            DelaySchedule.of(List.copyOf(delays.keySet()), List.copyOf(delays.values()));
    }

    /** Returns the delays of a run by name, but for those that are 0. */
    static Map<String, Integer> delays(final HuntRun run)
    {
        final Map<String, Integer> delays = new LinkedHashMap<>();
        for (final HuntSession session : run.sessions())
        {
            for (final OperationLog.Entry entry : session.log().entries())
            {
                if (entry.operation().delay() != 0)
                {
                    delays.putIfAbsent(entry.operation().name(), entry.operation().delay());
                }
            }
        }

        return delays;
    }

    /** Sets delays to 0, by halves first, until the program passes without any one of those that are left. */
    private void drop() throws IOException
    {
        int parts = 2;
        while (delays.size() > 1 && parts <= 2 * delays.size() && trials < TRIAL_LIMIT)
        {
            parts = Math.min(parts, delays.size());
            final Map<String, Integer> less = withoutAPart(parts);
            if (less != null)
            {
                delays = less;
                parts = Math.max(2, parts - 1);
            }
            else if (parts == delays.size())
            {
                break;
            }
            else
            {
                parts *= 2;
            }
        }
    }

    private boolean isFailingWithout() throws IOException
    {
        final HuntRun before = last;
        final boolean isFailing = fails(Map.of());
        if (isFailing)
        {
            delays = Map.of();
        }
        else
        {
            last = before;
        }

        return isFailing;
    }

    /** Returns the delays without one of several parts of equal size, if the program fails so; else null. */
    private Map<String, Integer> withoutAPart(final int parts) throws IOException
    {
        final List<Map.Entry<String, Integer>> all = new ArrayList<>(delays.entrySet());
        for (int part = parts - 1; part >= 0 && trials < TRIAL_LIMIT; part--)
        {
            final int begin = (int)((long)all.size() * part / parts);
            final int end = (int)((long)all.size() * (part + 1) / parts);
            final Map<String, Integer> less = new LinkedHashMap<>();
            for (int i = 0; i < all.size(); i++)
            {
                if (i < begin || i >= end)
                {
                    less.put(all.get(i).getKey(), all.get(i).getValue());
                }
            }
            if (fails(less))
            {
                return less;
            }
        }

        return null;
    }

    /** Makes each delay the least with which the program fails, as far as it fails with all longer ones, too. */
    private void shorten() throws IOException
    {
        for (final String name : List.copyOf(delays.keySet()))
        {
            int passes = 0;
            while (delays.get(name) - passes > 1 && trials < TRIAL_LIMIT)
            {
                final int middle = (delays.get(name) + passes) >>> 1;
                final Map<String, Integer> less = new LinkedHashMap<>(delays);
                less.put(name, middle);
                if (fails(less))
                {
                    delays = less;
                }
                else
                {
                    passes = middle;
                }
            }
        }
    }

    private boolean fails(final Map<String, Integer> tried) throws IOException
    {
        trials++;
        final HuntRun run = runner.run(0, word(tried));
        final boolean fails = run.isSame(failed);
        last = fails ? run : last;

        return fails;
    }
}

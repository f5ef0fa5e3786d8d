package org.gale.tests.oracle;

import java.util.HashSet;
import java.util.Set;

/**
 * LPIs of vectors that have two: guests that move vectors by translation entry use one, then the other. The second one
 * has the number of the first, and behind it as many as its VM has LPIs.
 */
final class SecondLpis
{
    private final StormJob job;
    private final Set<Long> seconds = new HashSet<>();
    private long invalidations;
    private long synchronisations;
    private long reads;

    SecondLpis(final StormJob job)
    {
        this.job = job;
    }

    /** Returns whether the guest of a VM moves vectors by translation entry. */
    static boolean has(final StormJob.Vm vm)
    {
        return vm.group().node().at("/guest/affinity/by").asText().equals("entry");
    }

    private int lpis(final int vm)
    {
        return has(job.vms.get(vm)) ? job.vms.get(vm).group().node().get("lpis").asInt() : Integer.MAX_VALUE;
    }

    /** Takes a store to a register of a frame. */
    void stores(final String register)
    {
        invalidations += register.startsWith("its") && register.endsWith("+0x10c") ? 1 : 0;
        synchronisations += register.startsWith("its") && register.endsWith("+0x140") ? 1 : 0;
    }

    /** Takes a read of a system register: guests read how an LPI is. */
    void reads(final String register)
    {
        if (!register.equals("ICC_ICSR_EL1"))
        {
            throw new IllegalArgumentException(register);
        }
        reads++;
    }

    /** Returns whether an ITS forgot an entry, and waited, and a guest read its old LPI, as often as vectors moved. */
    boolean areWhole(final long moves)
    {
        return invalidations == moves && synchronisations == moves && reads == moves;
    }

    /** Returns the first LPI of a vector. */
    int first(final int vm, final int lpi)
    {
        return lpi % lpis(vm);
    }

    /** Takes a new target of an LPI, and returns whether it is the one that its vector has not used up to now. */
    boolean isOther(final int vm, final int lpi)
    {
        final long key = JournalText.key(vm, first(vm, lpi));
        final boolean isSecond = lpi >= lpis(vm);
        if (seconds.contains(key) == isSecond)
        {
            return false;
        }
        if (isSecond)
        {
            seconds.add(key);
        }
        else
        {
            seconds.remove(key);
        }

        return true;
    }

    /** Returns whether a guest sets an LPI pending as it moves a vector, and not as it sends an interrupt. */
    boolean isCarried(final int vm, final int lpi)
    {
        if (!has(job.vms.get(vm)))
        {
            return false;
        }
        for (final StormJob.Device device : job.devices)
        {
            final int event = first(vm, lpi) - device.firstLpi();
            if (device.stream().vm().index() == vm && event >= 0 && event < device.stream().events() &&
                device.stream().isVector(event))
            {
                return true;
            }
        }

        return false;
    }
}

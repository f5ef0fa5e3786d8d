package org.gale.engine.gicv4;

import org.agrona.collections.IntArrayList;

/**
 * Physical LPIs that were signalled and that the host's handler has not taken yet, oldest first. Each is pending in the
 * table of its CPU's redistributor; this list only remembers the order.
 */
final class HostSignal implements V4HostPort
{
    private final IntArrayList cpus = new IntArrayList();
    private final IntArrayList lpis = new IntArrayList();

    @Override
    public void physicalInterrupt(final int cpu, final int lpi)
    {
        cpus.addInt(cpu);
        lpis.addInt(lpi);
    }

    int count()
    {
        return lpis.size();
    }

    int cpu(final int index)
    {
        return cpus.getInt(index);
    }

    int lpi(final int index)
    {
        return lpis.getInt(index);
    }

    /** Copies an entry to an earlier index, to close the gaps that removed entries left. */
    void keep(final int from, final int to)
    {
        cpus.setInt(to, cpus.getInt(from));
        lpis.setInt(to, lpis.getInt(from));
    }

    /** Forgets all entries from an index on. */
    void truncate(final int count)
    {
        while (lpis.size() > count)
        {
            cpus.removeAt(cpus.size() - 1);
            lpis.removeAt(lpis.size() - 1);
        }
    }
}

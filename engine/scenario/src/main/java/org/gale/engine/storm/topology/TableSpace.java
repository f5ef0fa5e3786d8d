package org.gale.engine.storm.topology;

import java.util.function.ToLongFunction;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;

/** Space of tables in RAM: ID bits, whole pages and aligned addresses. Pure functions. */
final class TableSpace
{
    /** Length of a page, bytes. */
    static final int PAGE = 4096;

    private TableSpace()
    {
    }

    /** Returns the bits of an ID that distinguish so many things; 0 for one. */
    static int idBits(final int count)
    {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    /** Returns the number of pages that hold so many bytes. */
    static long pages(final long bytes)
    {
        return aligned(bytes, PAGE) / PAGE;
    }

    /** Returns the sum of what each VM takes. */
    static long ofVms(final Topology topology, final ToLongFunction<VmShape> space)
    {
        return topology.groups().stream().mapToLong(group -> group.count() * space.applyAsLong(group)).sum();
    }

    /** Returns the sum of what each device takes. */
    static long ofDevices(final Topology topology, final ToLongFunction<DeviceShape> space)
    {
        return ofVms(topology, group ->
            group.devices().stream().mapToLong(device -> device.count() * space.applyAsLong(device)).sum());
    }

    /**
     * Returns the first address at or after another one that is aligned.
     *
     * @param to a power of two
     */
    static long aligned(final long address, final long to)
    {
        assert Long.bitCount(to) == 1 : to;

        return (address + to - 1) & -to;
    }
}

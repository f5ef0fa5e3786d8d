package org.gale.engine.gicv4;

import org.gale.engine.config.Gicv4Config;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.gicv4.CollectionEntry;
import org.gale.tables.gicv4.DeviceEntry;
import org.gale.tables.gicv4.GicrVpropbaser;
import org.gale.tables.gicv4.VpeEntry;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * GICv4 hardware of the machine: one ITS, a redistributor per CPU, the vPE table. Bringing it up allocates the tables
 * that a host allocates at boot.
 */
final class Hardware
{
    /** INTID bits of physical LPIs. */
    static final int PHYSICAL_BITS = 20;

    private static final long QUEUE_BYTES = 1 << 16;

    private final PhysicalMemory memory;
    private final EventTables events;
    private final VpeTable vpes;
    private final PropertyCache physicalProperties;
    private final Redistributor[] redistributors;
    private final V4Its its;
    private final ItsCommandQueue commands;
    private final long queueAddress;

    /**
     * Brings the hardware up.
     *
     * @throws IllegalArgumentException if RAM has no room for the tables
     */
    Hardware(
        final Gicv4Config config,
        final PhysicalMemory memory,
        final HostMemory tables,
        final PagePool pool,
        final V4HostPort host)
    {
        this.memory = memory;
        final long propertyTable = allocate(tables, 1L << PHYSICAL_BITS);
        final long vpeTable = allocate(
            tables, IndirectTable.firstLevelBytes(1L << config.vpeidBits(), VpeEntry.LENGTH));
        final long deviceTable = allocate(
            tables, IndirectTable.firstLevelBytes(EventTables.DEVICE_LIMIT, DeviceEntry.LENGTH));
        final long collections = allocate(tables, (long)config.cpus() * CollectionEntry.LENGTH);
        queueAddress = allocate(tables, QUEUE_BYTES);
        physicalProperties = new PropertyCache(memory, propertyTable, PHYSICAL_BITS);
        vpes = new VpeTable(memory, pool, vpeTable, 1 << config.vpeidBits(), config.lpiBits());
        events = new EventTables(memory, deviceTable, collections, config.cpus());
        redistributors = new Redistributor[config.cpus()];
        for (int cpu = 0; cpu < redistributors.length; cpu++)
        {
            redistributors[cpu] = new Redistributor(memory, vpes, physicalProperties, host, config.version41(), cpu,
                allocate(tables, 1L << (PHYSICAL_BITS - 3)), 1 << PHYSICAL_BITS);
            if (config.version41())
            {
                redistributors[cpu].writeVpropbaser(
                    GicrVpropbaser.VALID.mask() | GicrVpropbaser.ADDRESS.withAddress(0, vpeTable));    // V4-REG-2
            }
        }
        its = new V4Its(events, vpes, redistributors, config.version41());
        commands = new ItsCommandQueue(memory,
            new ItsCommands(its, events, vpes, redistributors, physicalProperties, config.version41()));
        commands.writeCbaser(queueAddress, QUEUE_BYTES);
        its.enable(true);
    }

    V4Its its()
    {
        return its;
    }

    ItsCommandQueue commands()
    {
        return commands;
    }

    /** Makes a driver of the ITS and maps a collection per CPU. */
    V4ItsDriver driver()
    {
        return new V4ItsDriver(memory, commands, queueAddress, QUEUE_BYTES);
    }

    VpeTable vpes()
    {
        return vpes;
    }

    EventTables events()
    {
        return events;
    }

    Redistributor redistributor(final int cpu)
    {
        return redistributors[cpu];
    }

    /** Returns the physical address of the property table of physical LPIs. */
    long physicalPropertyTable()
    {
        return physicalProperties.address();
    }

    /**
     * Returns the property of a physical LPI as the redistributors have it cached.
     *
     * @return a property byte
     */
    int physicalProperty(final int lpi)
    {
        return physicalProperties.value(lpi);
    }

    /** Returns whether a bit of a pending table in RAM is set, mapped or not. */
    boolean isBitSet(final long table, final int intid)
    {
        return (memory.loadLong(table + (intid >>> 6 << 3)) & 1L << intid) != 0;
    }

    /** Builds everything that is derived from RAM anew, after somebody stored into the hardware's tables. */
    void rebuild()
    {
        physicalProperties.reload();
        vpes.rebuild();
        for (final Redistributor redistributor : redistributors)
        {
            redistributor.bind();
            redistributor.evaluate();
        }
    }

    /** Signals every enabled pending physical LPI. */
    void signalAll()
    {
        for (final Redistributor redistributor : redistributors)
        {
            for (int lpi = redistributor.nextPending(0); lpi >= 0; lpi = redistributor.nextPending(lpi + 1))
            {
                redistributor.signal(lpi);
            }
        }
    }

    void state(final StateStream stream)
    {
        if (stream.isRestoring())
        {
            physicalProperties.reload();
            vpes.rebuild();
        }
        commands.state(stream);
        its.state(stream);
        for (final Redistributor redistributor : redistributors)
        {
            redistributor.state(stream);
        }
    }

    private static long allocate(final HostMemory tables, final long lengthBytes)
    {
        final long address = tables.allocate(lengthBytes);
        if (address == HostMemory.NONE)
        {
            throw new IllegalArgumentException("RAM is too small for the tables of a GICv4 host");
        }

        return address;
    }
}

package org.gale.engine.storm.topology;

import static org.gale.engine.storm.topology.TableSpace.PAGE;
import static org.gale.engine.storm.topology.TableSpace.aligned;
import static org.gale.engine.storm.topology.TableSpace.idBits;
import static org.gale.engine.storm.topology.TableSpace.pages;

/** Layout of the tables of a storm's ITS in RAM: a device table, and behind it an ITT for each device. Immutable. */
public final class ItsTables
{
    public final int deviceIdBits;
    public final int eventIdBits;
    public final long deviceTableAddress;
    final long endAddress;
    private final Topology topology;
    private final long ittBase;
    private final long ittBytes;

    /**
     * Makes the layout.
     *
     * @param address of the first table
     */
    ItsTables(final Topology topology, final long address)
    {
        this.topology = topology;
        this.deviceIdBits = Math.max(1, idBits(topology.totalDevices()));
        this.eventIdBits = Math.max(1, idBits(topology.maxEvents()));
        this.deviceTableAddress = address;
        this.ittBytes = aligned((long)Long.BYTES << eventIdBits, PAGE);
        this.ittBase = aligned(deviceTableAddress + ((long)Long.BYTES << deviceIdBits), PAGE);
        this.endAddress = ittBase + ittBytes * topology.totalDevices();
    }

    /** Returns the address of the ITT of a device. */
    public long ittAddress(final int device)
    {
        return ittBase + device * ittBytes;
    }

    /** Returns the number of pages that the set-up writes. */
    long writtenPages()
    {
        return pages((long)Long.BYTES * topology.totalDevices()) +
            topology.totalDevices() * pages((long)Long.BYTES * topology.maxEvents());
    }
}

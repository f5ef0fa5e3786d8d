package org.gale.engine.storm.topology;

import org.gale.engine.config.Gicv4Config;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Ram;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StormSettings;

import static org.gale.engine.storm.topology.TableSpace.PAGE;
import static org.gale.engine.storm.topology.TableSpace.idBits;
import static org.gale.engine.storm.topology.TableSpace.ofDevices;
import static org.gale.engine.storm.topology.TableSpace.ofVms;

/** Sizes of the tables of a storm on a GICv4 host, and the machine that has room for them. Immutable. */
public final class DirectLayout
{
    /** ID of each VM's first LPI. */
    public static final int FIRST_VINTID = 8192;

    private static final int LPI_BITS_MIN = 14;
    private static final long GRANULE = 1 << 16;
    private static final long RAM_BASE = 0x4000_0000L;
    private static final long RAM_MIN = 64L << 20;
    private static final long HOST_TABLES = 4L << 20;
    private static final int HOST_LPIS = (1 << 20) - FIRST_VINTID;
    private static final int ITT_EVENTS_MIN = 4096;
    private static final int ITT_ENTRY = 16;
    private static final long PENDING_TABLE = 1 << 17;
    private static final int SNAPSHOT_PAGES = 48;
    private static final int SNAPSHOT_BYTES_PER_VLPI = 160;
    private static final int SNAPSHOT_BYTES_PER_VCPU = 1024;

    public final Topology topology;
    private final int lpiBits;

    /**
     * Makes the layout of a storm.
     *
     * @throws SettingException if a GICv4 host has not the physical LPIs for it
     */
    public DirectLayout(final Topology topology)
    {
        this.topology = topology;
        this.lpiBits = Math.max(LPI_BITS_MIN, idBits(FIRST_VINTID + topology.maxLpis()));
        if (topology.totalLpis() + topology.totalVpes() > HOST_LPIS)
        {
            throw new SettingException(StormSettings.LPIS, topology.totalLpis(),
                " in all, with a doorbell for each of ", "the VPEs, are more than the ", HOST_LPIS,
                " physical LPIs of a GICv4 host");
        }
    }

    /**
     * Returns the machine that has room for the storm.
     *
     * @param vpeIds that the host hands out; 0 for all of the width
     */
    public MachineConfig machine(
        final int vpeIdBits, final int vpeIds, final boolean isVersion41, final boolean isPerVcpu)
    {
        return MachineConfig.DEFAULT.with(MachineKeys.RAM, new Ram(RAM_BASE, ramBytes()))
            .withGicv4(new Gicv4Config(vpeIdBits, topology.pes(), lpiBits, isVersion41, isPerVcpu, vpeIds));
    }

    /** Returns about how many bytes a snapshot of the machine takes at most. */
    public long snapshotBytes()
    {
        final long vcpus = topology.totalVpes();
        final long lpis = topology.totalLpis();
        final long ofVms = ofVms(topology, group -> 3 * (1 + group.lpis() / PAGE)) +
            topology.vms() * (lpis * ITT_ENTRY / PAGE / topology.vms());
        final long pending = Math.min(2 * lpis, vcpus + topology.pes()) * (1 + lpis / (Byte.SIZE * PAGE));
        final long pages =
            SNAPSHOT_PAGES + topology.totalDevices() + ofVms + pending + lpis / PAGE;

        return pages * (PAGE + 2 * Long.BYTES) + lpis * SNAPSHOT_BYTES_PER_VLPI + vcpus * SNAPSHOT_BYTES_PER_VCPU;
    }

    /** Returns the length of RAM: the host's tables, each in powers of two of 64 KiB, with room to spare. */
    private long ramBytes()
    {
        final long propertyTable = Long.highestOneBit(Math.max(GRANULE, 1L << lpiBits));
        final long pendingTable = Math.max(GRANULE, 1L << (lpiBits - 3));
        final long translations = ofDevices(topology,
            device -> Math.max(ITT_EVENTS_MIN, Long.highestOneBit(2L * device.events())) * ITT_ENTRY);
        final long bytes = HOST_TABLES + topology.pes() * PENDING_TABLE + 2L * topology.vms() * propertyTable +
            topology.totalVpes() * pendingTable + translations;

        return Math.max(RAM_MIN, (bytes + (1 << 20) - 1) & -(1 << 20));
    }
}

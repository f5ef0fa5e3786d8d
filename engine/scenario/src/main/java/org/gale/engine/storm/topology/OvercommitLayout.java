package org.gale.engine.storm.topology;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Ram;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

import static org.gale.engine.storm.topology.TableSpace.PAGE;
import static org.gale.engine.storm.topology.TableSpace.idBits;
import static org.gale.engine.storm.topology.TableSpace.ofVms;
import static org.gale.engine.storm.topology.TableSpace.pages;

/**
 * Layout of RAM of a storm of scheduled vCPUs, and the machine that has room for it. The device table and the ITTs lie
 * in the lower half; KVM allocates from the upper half. Immutable.
 */
public final class OvercommitLayout
{
    /** The most LPI id bits of a guest of KVM. */
    static final int LPI_ID_BITS_LIMIT = 16;

    private static final int LPI_ID_BITS_MIN = 14;
    private static final long RAM_BASE = 0x4000_0000L;
    private static final long RAM_BYTES_MIN = 8L << 20;
    private static final long HOST_BYTES = 4L << 20;
    private static final long VM_BYTES = 64L << 10;
    private static final long SNAPSHOT_BYTES = 256L << 10;
    private static final long SNAPSHOT_BYTES_PER_PAGE = PAGE + 2 * Long.BYTES;
    private static final int SNAPSHOT_PAGES_PER_VM = 6;
    private static final int SNAPSHOT_BYTES_PER_PE = 1024;
    private static final int SNAPSHOT_BYTES_PER_VCPU = 512;

    public final Topology topology;
    public final ItsTables its;

    /**
     * Makes the layout of a storm.
     *
     * @throws SettingException if a guest of KVM cannot have so many LPIs
     */
    public OvercommitLayout(final Topology topology)
    {
        for (final VmShape group : topology.groups())
        {
            if (SpareLpis.all(group) > 1 << LPI_ID_BITS_LIMIT)
            {
                throw new SettingException(StormSettings.LPIS, SpareLpis.all(group),
                    topology.groups().size() == 1 ? "" : " of a VM of " + group.name(), " is more than ",
                    1 << LPI_ID_BITS_LIMIT, ", and KVM gives no guest more");
            }
        }
        this.topology = topology;
        its = new ItsTables(topology, RAM_BASE);
    }

    /**
     * Returns the machine that has room for the storm.
     *
     * @param chosen machine of which it takes what the storm does not decide
     */
    public MachineConfig machine(final MachineConfig chosen)
    {
        final long upperBytes = HOST_BYTES + ofVms(topology, group -> 2 * istBytes(SpareLpis.all(group)) + VM_BYTES) +
            2L * PAGE * topology.totalVpes();
        final long halfBytes = Math.max(RAM_BYTES_MIN / 2, Math.max(its.endAddress - RAM_BASE, upperBytes));
        final long ramBytes = (2 * halfBytes + (1L << 20) - 1) & -(1L << 20);

        return chosen.with(MachineKeys.RAM, new Ram(RAM_BASE, ramBytes)).with(MachineKeys.PES, topology.pes());
    }

    /** Returns the LPI ID bits of a VM. */
    public int lpiIdBits(final int vm)
    {
        return bitsOf(SpareLpis.all(topology, vm));
    }

    private static int bitsOf(final int lpis)
    {
        return Math.max(LPI_ID_BITS_MIN, idBits(lpis));
    }

    private static long istBytes(final long lpis)
    {
        return (long)Integer.BYTES << bitsOf((int)lpis);
    }

    /** Returns about how many bytes a snapshot of the machine takes at most. */
    public long snapshotBytes()
    {
        final long vmPages =
            ofVms(topology, group -> SNAPSHOT_PAGES_PER_VM + pages((long)Integer.BYTES * SpareLpis.all(group)));
        final long tablePages = vmPages + its.writtenPages();

        return SNAPSHOT_BYTES + tablePages * SNAPSHOT_BYTES_PER_PAGE + topology.totalLpis() / 4 +
            (long)SNAPSHOT_BYTES_PER_PE * (topology.pes() + topology.vms()) +
            (long)SNAPSHOT_BYTES_PER_VCPU * topology.totalVpes();
    }
}

package org.gale.engine.storm.topology;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Ram;

import static org.gale.engine.storm.topology.TableSpace.PAGE;
import static org.gale.engine.storm.topology.TableSpace.aligned;
import static org.gale.engine.storm.topology.TableSpace.idBits;
import static org.gale.engine.storm.topology.TableSpace.ofVms;
import static org.gale.engine.storm.topology.TableSpace.pages;

/** Where the tables of a storm lie in RAM, and the machine that has room for them. Immutable. */
public final class StormLayout
{
    static final long RAM_BASE = 0x4000_0000L;
    static final int MIN_LPI_ID_BITS = 14;

    private static final long SNAPSHOT_BYTES = 80 * 1024;
    private static final long SNAPSHOT_BYTES_PER_PAGE = PAGE + 2 * Long.BYTES;
    private static final int SNAPSHOT_BYTES_PER_PE = 1024;
    private static final int SPI_BYTES = Integer.BYTES + Long.BYTES;
    /** IST of so few SPIs that it would not begin at a multiple of 64 bytes has room for more. */
    private static final int MIN_SPI_ID_BITS = 4;

    public final Topology topology;
    public final int vmIdBits;
    public final int vpeIdBits;
    public final long vmtAddress;
    final long vpetBase;
    final long vpetBytes;
    final long vpedBase;
    public final ItsTables its;
    /** Address of the IST of each VM. */
    private final long[] istAddresses;
    /** SPIs of the VMs: lines of the storm, or the level pin of each VM whose devices are functions. */
    public final VmSpis spis;
    /** Address of the IST of the SPIs of each VM, 0 of one without SPIs. */
    private final long[] spiIstAddresses;

    /** Makes the layout of a storm whose VMs keep their ids. */
    public StormLayout(final Topology topology)
    {
        this(topology, 0);
    }

    /**
     * Makes the layout of a storm.
     *
     * @param spareIds VM ids beside those of the VMs, to which VMs migrate
     */
    public StormLayout(final Topology topology, final int spareIds)
    {
        this.topology = topology;
        vmIdBits = Math.max(1, idBits(topology.vms() + spareIds));
        vpeIdBits = Math.max(1, idBits(topology.maxVpes()));
        vmtAddress = RAM_BASE;
        vpetBytes = 8L << vpeIdBits;
        vpetBase = aligned(vmtAddress + (32L << vmIdBits), PAGE);
        vpedBase = aligned(vpetBase + topology.vms() * vpetBytes, PAGE);
        istAddresses = new long[topology.vms()];
        long end = vpedBase + 8L * topology.totalVpes();
        for (int vmId = 0; vmId < istAddresses.length; vmId++)
        {
            istAddresses[vmId] = aligned(end, istBytes(vmId));
            end = istAddresses[vmId] + istBytes(vmId);
        }
        spis = new VmSpis(topology);
        spiIstAddresses = new long[topology.vms()];
        for (int vmId = 0; vmId < spiIstAddresses.length; vmId++)
        {
            spiIstAddresses[vmId] = spis.count(vmId) == 0 ? 0 : aligned(end, spiIstBytes());
            end = spis.count(vmId) == 0 ? end : spiIstAddresses[vmId] + spiIstBytes();
        }
        its = new ItsTables(topology, aligned(end, PAGE));
    }

    /**
     * Returns the machine: as many PEs as the storm asks for, and RAM for its tables.
     *
     * @param chosen machine of which it takes what the storm does not decide
     * @throws IllegalArgumentException if the machine lacks an SPI that a line of the storm needs
     */
    public MachineConfig machine(final MachineConfig chosen)
    {
        final long ramBytes = Math.max(64L << 20, aligned(its.endAddress - RAM_BASE, 1L << 20));
        final MachineConfig machine = chosen.with(MachineKeys.RAM, new Ram(RAM_BASE, ramBytes))
            .with(MachineKeys.PES, topology.pes())
            .with(MachineKeys.SPIS, Math.max(MachineKeys.SPIS.defaultValue(), spis.total()));
        final Board board = machine.board();
        for (int spi = 0; spi < spis.total(); spi++)
        {
            if (board.irsOfSpi(spi) < 0)
            {
                throw new IllegalArgumentException(MachineKeys.IRS_SPIS.name() + ": no IRS has SPI " + spi +
                    ", and the lines of the storm are SPIs 0 to " + (spis.total() - 1));
            }
        }

        return machine;
    }

    /** Estimates the bytes of the longest snapshot: the pages of the tables, and the state that lies beside. */
    public long snapshotBytes()
    {
        final long pages = pages(topology.vms() * 32L) + pages(topology.vms() * vpetBytes) +
            pages(8L * topology.totalVpes()) + ofVms(topology, group -> pages(4L * SpareLpis.all(group))) +
            its.writtenPages() +
            (spis.total() > 0 ? topology.vms() * (pages(spiIstBytes()) + 1) : 0);

        return SNAPSHOT_BYTES + pages * SNAPSHOT_BYTES_PER_PAGE + topology.totalLpis() / 4 +
            (long)SPI_BYTES * spis.total() + (long)SNAPSHOT_BYTES_PER_PE * (topology.pes() + topology.vms());
    }

    public long vpetAddress(final int vmId)
    {
        return vpetBase + vmId * vpetBytes;
    }

    public long vpedAddress(final int vmId, final int vpeId)
    {
        return vpedBase + 8L * topology.vpeIndex(vmId, vpeId);
    }

    /** Returns the LPI ID bits of a VM. */
    public int lpiIdBits(final int vmId)
    {
        return Math.max(MIN_LPI_ID_BITS, idBits(SpareLpis.all(topology, vmId)));
    }

    public long istAddress(final int vmId)
    {
        return istAddresses[vmId];
    }

    /** Returns the SPI ID bits of all VMs with SPIs. */
    public int spiIdBits()
    {
        return Math.max(MIN_SPI_ID_BITS, idBits(spis.total()));
    }

    public long spiIstAddress(final int vmId)
    {
        return spiIstAddresses[vmId];
    }

    private long spiIstBytes()
    {
        return 4L << spiIdBits();
    }

    private long istBytes(final int vmId)
    {
        return 4L << lpiIdBits(vmId);
    }
}

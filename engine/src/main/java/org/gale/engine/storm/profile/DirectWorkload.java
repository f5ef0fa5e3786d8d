package org.gale.engine.storm.profile;

import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.EventSequence;
import org.gale.engine.storm.flow.EventSource;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.run.AccountingRow;
import org.gale.engine.storm.run.Workload;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;

/**
 * Workload of a GICv4 host: vCPU {@code v} of VM {@code m} is loaded on CPU {@code m × vCPUs + v} at first, and every
 * second vCPU is direct. All of it follows from the configuration and the seed.
 */
final class DirectWorkload implements Workload
{
    static final int FIRST_VINTID = 8192;
    private static final int LPI_BITS_MIN = 14;
    private static final long GRANULE = 1 << 16;
    private static final long RAM_MIN = 64L << 20;
    private static final long HOST_TABLES = 4L << 20;
    private static final int HOST_LPIS = (1 << 20) - FIRST_VINTID;
    private static final int ITT_EVENTS_MIN = 4096;
    private static final int ITT_ENTRY = 16;
    private static final long PENDING_TABLE = 1 << 17;
    private static final int PAGE = 4096;
    private static final int SNAPSHOT_PAGES = 48;
    private static final int SNAPSHOT_BYTES_PER_VLPI = 160;
    private static final int SNAPSHOT_BYTES_PER_VCPU = 1024;

    private final StormConfig config;
    private final Topology topology;
    private final SettingValues own;
    private final int lpiBits;
    private DirectGuests guests;

    /**
     * Makes the workload of a storm.
     *
     * @throws IllegalArgumentException if there is no machine for such a storm
     */
    DirectWorkload(final StormConfig config, final SettingValues own)
    {
        this.config = config;
        this.topology = Topology.of(config, FIRST_VINTID);
        this.own = own;
        this.lpiBits = Math.max(LPI_BITS_MIN, bits(FIRST_VINTID + config.lpis()));
        final long lpis = (long)config.lpisInAll() + (long)config.vms() * config.vpes();
        if (lpis > HOST_LPIS)
        {
            throw new SettingException(StormSettings.LPIS, config.lpisInAll(), " in all, with a doorbell for each of ",
                "the VPEs, are more than the ", HOST_LPIS, " physical LPIs of a GICv4 host");
        }
        DirectSettings.toggles(own);
    }

    @Override
    public MachineConfig machine()
    {
        return MachineConfig.parse(List.of(String.format(Locale.ROOT, "ram=0x%x:0x%x", 0x4000_0000L, ramBytes())))
            .withGicv4(new Gicv4Config(
                own.valueOrDefault(DirectSettings.VPEID_BITS).intValue(),
                config.pes(), lpiBits, isVersion41(), DirectSettings.isPerVcpu(own)));
    }

    @Override
    public Topology topology()
    {
        return topology;
    }

    @Override
    public long snapshotBytes()
    {
        final long vcpus = (long)config.vms() * config.vpes();
        final long lpis = config.lpisInAll();
        final long perVm = config.devices() + 3L * (1 + config.lpis() / PAGE) + lpis * ITT_ENTRY / PAGE / config.vms();
        final long pending = Math.min(2 * lpis, vcpus + config.pes()) * (1 + lpis / (Byte.SIZE * PAGE));
        final long pages = SNAPSHOT_PAGES + config.vms() * perVm + pending + lpis / PAGE;

        return pages * (PAGE + 2 * Long.BYTES) + lpis * SNAPSHOT_BYTES_PER_VLPI + vcpus * SNAPSHOT_BYTES_PER_VCPU;
    }

    @Override
    public Setup setUp(final CommandSink sink)
    {
        return new DirectSetup(topology, new LpiSpread(config, topology), own, sink);
    }

    @Override
    public EventSource events()
    {
        return new EventSequence(config, topology);
    }

    @Override
    public TurnSource guests(final Machine machine, final NanoClock clock)
    {
        guests = new DirectGuests(topology, config.seed(), DirectSettings.toggles(own),
            own.valueOrDefault(DirectSettings.MOVES), machine, clock);

        return guests;
    }

    @Override
    public List<AccountingRow> accounting(final Machine machine)
    {
        return DirectRows.of(machine.directQueries(), guests);
    }

    private boolean isVersion41()
    {
        return own.valueOrDefault(DirectSettings.VERSION)
            .equals(DirectSettings.VERSION.defaultValue());
    }

    /** Returns the length of RAM: the host's tables, each in powers of two of 64 KiB, with room to spare. */
    private long ramBytes()
    {
        final long propertyTable = Long.highestOneBit(Math.max(GRANULE, 1L << lpiBits));
        final long pendingTable = Math.max(GRANULE, 1L << (lpiBits - 3));
        final long translations = Math.max(ITT_EVENTS_MIN, Long.highestOneBit(2L * config.events())) * ITT_ENTRY;
        final long bytes = HOST_TABLES + config.pes() * PENDING_TABLE + 2L * config.vms() * propertyTable +
            (long)config.vms() * config.vpes() * pendingTable + (long)config.vms() * config.devices() * translations;

        return Math.max(RAM_MIN, (bytes + (1 << 20) - 1) & -(1 << 20));
    }

    private static int bits(final int count)
    {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }
}

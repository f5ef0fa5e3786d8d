package org.gale.engine.storm.topology;

import java.util.List;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of addresses, RAM and snapshots of each layout against sums by hand. */
class LayoutSizesTest
{
    private static final long RAM_BASE = 0x4000_0000L;
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    /** Bytes of a page in a snapshot, with its address and length. */
    private static final long SAVED_PAGE = 4096 + 16;

    private static Topology topology(final long pes, final VmShape... groups)
    {
        return Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE.with(StormSettings.PES, pes),
            new HostShape(List.of(groups), HostShape.Order.GROUP, List.of())));
    }

    private static VmShape vms(final String name, final int count, final int vpes, final DeviceShape... devices)
    {
        return new VmShape(name, count, vpes, List.of(devices));
    }

    private static DeviceShape device(final int count, final int events)
    {
        return new DeviceShape("d" + events, count, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ClosedStream(1));
    }

    /** Has 200 VMs with 606 LPIs and one with 100,000; 620 VPEs and 604 devices in all. */
    private static StormLayout layout()
    {
        return new StormLayout(topology(630,
            vms("small", 200, 3, device(2, 3), device(1, 600)), vms("big", 1, 20, device(4, 25_000))));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4095, 1", "4096, 1", "4097, 2", "8192, 2"})
    void shouldRoundUpToWholePages(final long bytes, final long pages)
    {
        assertEquals(pages, TableSpace.pages(bytes));
        assertEquals(pages * 4096, TableSpace.aligned(bytes, 4096));
    }

    @Test
    void shouldPlaceTheTablesOfVmsOneBehindAnother()
    {
        final StormLayout layout = layout();

        assertEquals(8, layout.vmIdBits);
        assertEquals(5, layout.vpeIdBits);
        assertEquals(RAM_BASE, layout.vmtAddress);
        assertEquals(0x4000_2000L, layout.vpetAddress(0), "32 bytes for each of 256 VMs");
        assertEquals(0x4000_2100L, layout.vpetAddress(1), "8 bytes for each of 32 VPEs");
        assertEquals(0x4000_e800L, layout.vpetAddress(200));
        assertEquals(0x4000_f000L, layout.vpedAddress(0, 0), "201 tables end at 0x4000e900");
        assertEquals(0x4000_f028L, layout.vpedAddress(1, 2));
        assertEquals(0x4001_0358L, layout.vpedAddress(200, 19));
        assertEquals(0x4002_0000L, layout.istAddress(0), "descriptors end at 0x40010360");
        assertEquals(0x40c9_0000L, layout.istAddress(199), "64 KiB each");
        assertEquals(0x40d0_0000L, layout.istAddress(200), "512 KiB, aligned");
    }

    @Test
    void shouldPlaceTheTablesOfTheItsBehindThoseOfVms()
    {
        final ItsTables its = layout().its;

        assertEquals(10, its.deviceIdBits);
        assertEquals(0x40d8_0000L, its.deviceTableAddress(0));
        assertEquals(0x40d8_2000L, its.ittAddress(0), "8 bytes for each of 1,024 devices");
        assertEquals(0x40d8_4000L, its.ittAddress(2), "a page for each of two devices");
        assertEquals(0x40d8_6000L, its.ittAddress(3), "two pages for 600 events");
        assertEquals(0x410a_2000L, its.ittAddress(600), "16 KiB for each of 200 VMs");
        assertEquals(0x4116_2000L, its.ittAddress(603), "256 KiB for 25,000 events");
        assertEquals(0x411a_2000L, its.endAddress);
    }

    @Test
    void shouldGiveAMachineRamForItsTables()
    {
        final MachineConfig least = layout().machine(MachineConfig.DEFAULT);
        final MachineConfig more = new StormLayout(topology(2, vms("v", 1, 1, device(128, 65_536))))
            .machine(MachineConfig.DEFAULT);

        assertEquals(RAM_BASE, least.ramBase());
        assertEquals(64 * MIB, least.ramBytes());
        assertEquals(630, least.pes());
        assertEquals(RAM_BASE, more.ramBase());
        assertEquals(129 * MIB, more.ramBytes(), "32 MiB, an IST of 32 MiB, a device table of a page, 64 MiB of ITTs");
        assertEquals(2, more.pes());
    }

    /**
     * Sums pages: of VMs 2, of VPEs 13 and 2, of LPIs one for each small VM and 98, of devices 2. Those of events are
     * four for each small VM and four times 49.
     */
    @Test
    void shouldEstimateTheSnapshotOfAMachine()
    {
        final long pages = 2 + 13 + 2 + 200 + 98 + 2 + 200 * 4 + 4 * 49;

        assertEquals(80 * KIB + pages * SAVED_PAGE + (200 * 606 + 100_000) / 4 + 831 * KIB, layout().snapshotBytes());
    }

    /** Has 20 VMs with 606 LPIs and one with 60,000; 88 VPEs and 64 devices in all. */
    private static OvercommitLayout guests()
    {
        return new OvercommitLayout(topology(30,
            vms("small", 20, 3, device(2, 3), device(1, 600)), vms("big", 1, 28, device(4, 15_000))));
    }

    @Test
    void shouldHalveTheRamOfAHostOfKvm()
    {
        final MachineConfig upper = guests().machine(MachineConfig.DEFAULT);
        final MachineConfig lower = new OvercommitLayout(topology(3, vms("v", 1, 1, device(4_000, 1))))
            .machine(MachineConfig.DEFAULT);

        assertEquals(RAM_BASE, upper.ramBase());
        assertEquals(2 * (4 * MIB + 20 * 192 * KIB + 576 * KIB + 88 * 8 * KIB), upper.ramBytes(), "two ISTs of a VM");
        assertEquals(18 * MIB, upper.ramBytes());
        assertEquals(30, upper.pes());
        assertEquals(KvmKernel.LINUX_7_4, upper.value(MachineKeys.KVM));
        assertEquals(32 * MIB, lower.ramBytes(), "twice 8 pages and 4,000 pages are 31.3 MiB");
        assertEquals(3, lower.pes());
    }

    /**
     * Sums pages: six of each VM, of LPIs one for each small VM and 59, of devices one, and of events four for each
     * small VM and four times 30.
     */
    @Test
    void shouldEstimateTheSnapshotOfAHostOfKvm()
    {
        final long pages = 21 * 6 + 20 + 59 + 1 + 20 * 4 + 4 * 30;

        assertEquals(256 * KIB + pages * SAVED_PAGE + (20 * 606 + 60_000) / 4 + (30 + 21) * KIB + 88 * 512,
            guests().snapshotBytes());
    }

    /** Has 40 VMs with 6 LPIs and one with 600,000; 202 VPEs and 90 devices in all. */
    private static DirectLayout direct()
    {
        return new DirectLayout(
            topology(6, vms("big", 1, 2, device(10, 60_000)), vms("small", 40, 5, device(2, 3))));
    }

    @Test
    void shouldGiveAGicv4HostRamForItsTables()
    {
        final MachineConfig machine = direct().machine(9, 0, true, false);

        assertEquals(RAM_BASE, machine.ramBase());
        final long properties = 2 * 41 * MIB;
        final long pending = 6 * 128 * KIB + 202 * 128 * KIB;
        final long translations = 10 * MIB + 80 * 64 * KIB;
        assertEquals(4 * MIB + properties + pending + translations, machine.ramBytes());
        assertEquals(127 * MIB, machine.ramBytes());
        assertEquals(new Gicv4Config(9, 6, 20, true, false), machine.gicv4());
    }

    @Test
    void shouldRoundTheRamOfAGicv4Host()
    {
        final DirectLayout least = new DirectLayout(topology(1, vms("v", 1, 1, device(1, 8_192))));
        final DirectLayout more = new DirectLayout(topology(1, vms("v", 300, 1, device(1, 1))));

        assertEquals(64 * MIB, least.machine(9, 0, true, true).ramBytes());
        assertEquals(80 * MIB, more.machine(9, 0, true, true).ramBytes(), "4.1 MiB, and 256 KiB for each VM");
    }

    @ParameterizedTest
    @CsvSource({"1, 14", "8192, 14", "8193, 15", "24576, 15", "24577, 16"})
    void shouldCountTheBitsOfTheLpisOfAGicv4Host(final int lpis, final int bits)
    {
        final DirectLayout layout = new DirectLayout(topology(1, vms("v", 1, 1, device(1, lpis))));

        assertEquals(new Gicv4Config(16, 1, bits, false, true), layout.machine(16, 0, false, true).gicv4());
    }

    /**
     * Sums pages: three tables of each VM, of which that of the big one has 147; 57 of translations for each VM; 19 of
     * pending bits for each vCPU and PE; and of LPIs 146.
     */
    @Test
    void shouldEstimateTheSnapshotOfAGicv4Host()
    {
        final long pages = 48 + 90 + 3 * (147 + 40) + 41 * 57 + (202 + 6) * 19 + 146;

        assertEquals(pages * SAVED_PAGE + 600_240 * 160 + 202 * KIB, direct().snapshotBytes());
    }

    @Test
    void shouldCountNoMorePendingTablesThanLpisSet()
    {
        final DirectLayout few = new DirectLayout(topology(4, vms("v", 1, 3, device(1, 2))));

        assertEquals((48 + 1 + 3 + 4) * SAVED_PAGE + 2 * 160 + 3 * KIB, few.snapshotBytes());
    }

    @Test
    void shouldRefuseMoreLpisThanAGicv4HostHas()
    {
        final DirectLayout most = new DirectLayout(topology(1, vms("v", 1, 4, device(20, 52_019))));
        final Topology more = topology(1, vms("v", 1, 5, device(20, 52_019)));

        assertEquals(new Gicv4Config(4, 1, 20, true, true), most.machine(4, 0, true, true).gicv4());
        final SettingException ex = assertThrows(SettingException.class, () -> new DirectLayout(more));
        assertEquals("lpis: 1040380 in all, with a doorbell for each of the VPEs, are more than the 1040384 " +
            "physical LPIs of a GICv4 host", ex.getMessage());
    }
}

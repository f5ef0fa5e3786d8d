package org.gale.engine.storm.run;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the counts of streams: two VMs with two groups of devices, one VM with one. */
class StreamCountsTest
{
    private static final StormConfig CONFIG = StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(List.of(
        new VmShape("a", 2, 1, List.of(devices("x", 2), devices("y", 1))),
        new VmShape("b", 1, 1, List.of(open("z", 3)))), HostShape.Order.GROUP, List.of()));

    private final StreamCounts counts = new StreamCounts(Topology.of(CONFIG));

    @Test
    void shouldCountEachDeviceForItsStream()
    {
        for (int device = 0; device < 9; device++)
        {
            for (int i = 0; i <= device; i++)
            {
                counts.event(0, device, 0, 0);
            }
        }

        assertArrayEquals(new long[] { 1 + 2, 3, 4 + 5, 6, 7 + 8 + 9 }, offered(counts.position(0), 5));
    }

    @Tag("T-ITS-3")
    @Test
    void shouldCountADeviceAtTheItsThatHasItAlone()
    {
        final StreamCounts ofBoard = new StreamCounts(Topology.of(CONFIG).onItss(2));
        ofBoard.event(0, 0, 0, 0);
        ofBoard.event(1, 1, 0, 0);
        ofBoard.event(0, 1, 0, 0);
        ofBoard.event(1, 0, 0, 0);
        ofBoard.event(2, 2, 0, 0);
        ofBoard.event(1, -1, 0, 0);
        ofBoard.event(1, 1, -1, 0);

        assertArrayEquals(new long[] { 2, 0, 0, 0, 0 }, offered(ofBoard.position(0), 5));
    }

    @Test
    void shouldCountWhatAVcpuSendsForTheStreamOfItsLpi()
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[64]);
        final int lpi = 9;                                                      // of the second VM: device y
        final int end = Commands.insn(frame, 0, 1, Commands.VEL1, GicInstruction.CDPEND.code(),
            GicCdPend.of(Intid.of(Intid.TYPE_LPI, lpi), true));
        Commands.insn(frame, end, 1, Commands.VEL1, GicInstruction.CDPEND.code(),
            GicCdPend.of(Intid.of(Intid.TYPE_LPI, lpi), false));                // makes it idle

        counts.action(frame, 0, end);
        counts.action(frame, end, 2 * end);

        assertEquals(1, counts.ipis());
        assertArrayEquals(new long[] { 0, 0, 0, 1, 0 }, offered(counts.position(0), 5));
    }

    @Test
    void shouldHaveTheTimeOfTheLastEventOfAnOpenLoop()
    {
        assertEquals(ResumePosition.NO_EVENT, eventNs());

        counts.event(0, 6, 0, 1_030);
        counts.event(0, 0, 0, 1_040);
        counts.frame(1_000);
        assertEquals(30, eventNs());

        counts.event(0, 7, 0, 5_020);
        counts.frame(5_000 - 40);
        counts.event(0, 0, 0, 5_050);
        counts.frame(5_000 - 40);
        assertEquals(60, eventNs());
        counts.frame(4_000);
        assertEquals(60, eventNs(), "a frame without events");
    }

    @Test
    void shouldPlaceAnEventNoFurtherBehindItsBatchThanATimeReaches()
    {
        assertEquals(ResumePosition.NO_EVENT, counts.position(40).eventNs());
        counts.event(0, 6, 0, 90_000_000_000L);
        counts.frame(1_000);                                                    // behind a TIME of another producer

        final ResumePosition far = counts.position(40);
        counts.event(0, 6, 0, 1_030);
        counts.frame(1_000);
        final ResumePosition near = counts.position(40);

        assertEquals(40 + Commands.TIME_MASK, far.eventNs());
        assertEquals(40 + Commands.TIME_MASK, far.timeNs());
        assertEquals(30, near.eventNs());
        assertEquals(40, near.timeNs());
    }

    @Test
    void shouldPassOverDevicesThatNoVmHas()
    {
        counts.event(0, 9, 0, 0);
        counts.event(0, (1 << 20) - 1, 0, 0);

        assertArrayEquals(new long[5], offered(counts.position(0), 5));
    }

    @Test
    void shouldPassOverEventsThatNoDeviceHas()
    {
        counts.event(0, 0, 4, 0);
        counts.event(0, 8, Commands.MSI_EVENT_LIMIT - 1, 0);
        counts.event(0, 8, 3, 0);

        assertArrayEquals(new long[] { 0, 0, 0, 0, 1 }, offered(counts.position(0), 5));
    }

    @Test
    void shouldTakeTheLedgerOfAVmWithOneStreamWhereTheJournalWasPurged()
    {
        final StormConfig config = Storms.small(1);
        final StreamCounts purged = new StreamCounts(Topology.of(config));
        purged.event(0, 0, 0, 0);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            Storms.setUp(config, machine);

            assertArrayEquals(new long[] { 1, 0 }, offered(purged.position(0), 2));
            assertArrayEquals(new long[] { 0, 0 }, offered(purged.purgedPosition(0, machine), 2));
        }
    }

    /** A VM of two groups of devices has no ledger for each of them: there the retained events count. */
    @Test
    void shouldCountWhatLedgersHaveWhereAVmHasOneStream()
    {
        final Topology topology = Topology.of(CONFIG);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(CONFIG).machine()))
        {
            Storms.setUp(CONFIG, machine);
            for (int device = 0; device < topology.totalDevices(); device++)
            {
                raise(machine, device, 1 + device % 2);
            }
            counts.event(0, 0, 0, 0);

            assertArrayEquals(new long[] { 1, 0, 0, 0, 4 }, offered(counts.purgedPosition(0, machine), 5));
            assertArrayEquals(new long[] { 1, 0, 0, 0, 0 }, offered(counts.position(0), 5));
            assertEquals(1 + 2 + 1 - 1 + 2 + 1 + 2 + 4, counts.foreign(machine));
        }
    }

    /** The number of its events says where a stream of a whole journal continues, its last event in a purged one. */
    @Test
    void shouldContinueBehindTheLastEventsOfAPurgedJournal()
    {
        counts.event(0, 0, 2, 0);
        counts.event(0, 1, 1, 0);
        counts.event(0, 8, 3, 0);
        counts.event(0, 8, 0, 0);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(CONFIG).machine()))
        {
            Storms.setUp(CONFIG, machine);
            final ResumePosition purged = counts.purgedPosition(7, machine);

            assertArrayEquals(new long[] { Commands.msi(1, 1, 0), 0, 0, 0, Commands.msi(8, 0, 0) },
                IntStream.range(0, 5).mapToLong(purged::last).toArray());
            assertEquals(7, purged.timeNs());
            assertEquals(0, counts.position(7).last(0));
        }
    }

    @Test
    void shouldCountForeignEventsOfEachVmForItself()
    {
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(CONFIG).machine()))
        {
            Storms.setUp(CONFIG, machine);
            raise(machine, 0, 2);
            raise(machine, 3, 1);
            raise(machine, 6, 3);
            counts.event(0, 0, 0, 0);
            counts.event(0, 1, 1, 0);
            counts.event(0, 6, 1, 0);
            counts.event(0, 6, 2, 0);
            counts.event(0, 8, 0, 0);

            assertEquals(1, counts.foreign(machine));
        }
    }

    private static void raise(final Machine machine, final int device, final int events)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
        for (int event = 0; event < events; event++)
        {
            command.putLong(0, Commands.msi(device, event, 0));
            machine.apply(command, 0, Long.BYTES);
        }
    }

    private static long[] offered(final ResumePosition position, final int streams)
    {
        return IntStream.range(0, streams).mapToLong(position::offered).toArray();
    }

    private long eventNs()
    {
        return counts.position(0).eventNs();
    }

    private static DeviceShape open(final String name, final int count)
    {
        return new DeviceShape(name, count, 4, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new OpenStream(1_000, true));
    }

    private static DeviceShape devices(final String name, final int count)
    {
        return new DeviceShape(name, count, 4, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ClosedStream(0));
    }
}

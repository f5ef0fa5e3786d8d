package org.gale.engine.storm.latency;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Samples of two VMs with 8,192 LPIs each between VMs with a few. */
class MessageLpisTest
{
    private final Topology topology = Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(
        List.of(new VmShape("first", 2, 1, List.of(device(16))), new VmShape("big", 2, 1, List.of(device(8_192))),
            new VmShape("last", 1, 1, List.of(device(48)))),
        HostShape.Order.GROUP, List.of())));

    private final MessageLpis lpis = new MessageLpis(topology);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 * Long.BYTES]);

    private static DeviceShape device(final int events)
    {
        return new DeviceShape("d", 1, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new ClosedStream(1));
    }

    @Test
    void shouldNumberTheLpisOfAllVms()
    {
        final Set<Integer> indexes = new HashSet<>();
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            for (int lpi = 0; lpi < topology.lpis(vm); lpi++)
            {
                assertTrue(lpis.has(vm, lpi) && indexes.add(lpis.indexOf(vm, lpi)), vm + "." + lpi);
            }
        }

        assertEquals(topology.totalLpis(), indexes.size());
        assertTrue(indexes.stream().allMatch(index -> index >= 0 && index < topology.totalLpis()));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "5, 0", "0, -1", "0, 16", "2, 8192", "4, 48"})
    void shouldHaveNoLpiBeyondThoseOfTheStorm(final int vm, final int lpi)
    {
        assertFalse(lpis.has(vm, lpi));
    }

    @Test
    void shouldHaveNoEventBeyondThoseOfItsDevice()
    {
        final int devices = topology.totalDevices();

        assertTrue(lpis.message(Commands.msi(0, 15, 0), 0) != MessageLpis.NO_EVENT);
        assertEquals(MessageLpis.NO_EVENT, lpis.message(Commands.msi(0, 16, 0), 0), "behind the events");
        assertTrue(lpis.message(Commands.msi(devices - 1, 47, 0), 0) != MessageLpis.NO_EVENT);
        assertEquals(MessageLpis.NO_EVENT, lpis.message(Commands.msi(devices, 0, 0), 0), "behind the devices");
    }

    @ParameterizedTest(name = "LPI {1} of VM {0}")
    @CsvSource({"1, 5, true", "2, 8191, true", "1, 16, false", "5, 0, false"})
    void shouldTakeWhatTheHostSendsAsItsEvent(final int vm, final int lpi, final boolean isEvent)
    {
        GuestIpis.inject(buffer, 0, topology, vm, lpi, 77);

        assertEquals(isEvent ? Commands.msi(topology.deviceOfLpi(vm, lpi), lpi, 77) : MessageLpis.NO_EVENT, event());
    }

    @ParameterizedTest(name = "ITS {0}, device {1}, event {2}")
    @CsvSource({"0, 1, 15, true", "0, 4, 47, true", "1, 1, 15, false", "0, 5, 0, false", "0, 1, 16, false",
        "0, -1, 0, false", "0, 0, -1, false"})
    void shouldTakeALongMsiAsItsEvent(final int its, final int deviceId, final int eventId, final boolean isEvent)
    {
        Commands.msiLong(buffer, 0, its, deviceId, eventId);

        assertEquals(isEvent ? Commands.msi(deviceId, eventId, 0) : MessageLpis.NO_EVENT, message());
    }

    @Tag("T-ITS-3")
    @ParameterizedTest(name = "ITS {0}, device {1}")
    @CsvSource({"0, 0, true", "1, 1, true", "0, 2, true", "1, 0, false", "0, 1, false", "1, 5, false"})
    void shouldKnowTheDevicesOfEachItsOfABoard(final int its, final int deviceId, final boolean isEvent)
    {
        final Topology board = topology.onItss(2);
        final MessageLpis ofBoard = new MessageLpis(board);
        Commands.msiLong(buffer, 0, its, deviceId, 3);
        buffer.putLong(0, buffer.getLong(0) | 9);

        assertEquals(isEvent ? Commands.msi(deviceId, 3, 9) : MessageLpis.NO_EVENT,
            ofBoard.message(buffer.getLong(0), buffer.getLong(Long.BYTES)));
        assertEquals(isEvent && its == 0, its == 0 &&
            ofBoard.message(Commands.msi(deviceId, 3, 9), 0) != MessageLpis.NO_EVENT, "an MSI goes to ITS 0");
    }

    @Test
    void shouldTakeNoOtherInstructionAsAnEvent()
    {
        Commands.insn(buffer, 0, 0, Commands.VEL1, GicInstruction.CDEN.code(), Intid.of(Intid.TYPE_LPI, 5));

        assertEquals(MessageLpis.NO_EVENT, event());
    }

    private long message()
    {
        return lpis.message(buffer.getLong(0), buffer.getLong(Long.BYTES));
    }

    private long event()
    {
        return lpis.event(new GuestPlaces(topology), buffer.getLong(0), buffer.getLong(Long.BYTES));
    }
}

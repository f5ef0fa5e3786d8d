package org.gale.engine.storm.topology;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.LineSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the numbers of lines: VMs 0 and 2 have some beside messages, VM 1 has none. */
class SharedLinesTest
{
    private static final int NONE = SharedLines.NONE;

    private static DeviceShape device(final String name, final int count, final int events, final StreamShape stream)
    {
        return new DeviceShape(name, count, events, DeviceShape.Target.VECTOR, DeviceShape.SPREAD, stream);
    }

    private static StreamShape line(final String resample)
    {
        final TrafficKind kind = TrafficKinds.of("line");

        return kind.shape(kind.complete(SettingValues.NONE.withText(StormSettings.RATE, "1k")
            .withText(LineSettings.RESAMPLE, resample)), 1, StormSettings.DURATION_UNLIMITED_NS, false);
    }

    private static Topology topology()
    {
        final StreamShape open = new OpenStream(1_000, true);
        final VmShape quiet = new VmShape("quiet", 1, 1, List.of(device("m", 1, 4, open)));
        final List<DeviceShape> devices =
            List.of(device("m", 1, 3, open), device("e", 2, 2, line("irqfd")), device("u", 1, 1, line("exit")));

        return Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(List.of(
            new VmShape("a", 1, 1, devices), quiet, new VmShape("b", 1, 1, devices)), HostShape.Order.GROUP,
            List.of())));
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldNumberTheLinesOfEachVm(final boolean isOfVm)
    {
        final SharedLines lines = new SharedLines(topology(), isOfVm);

        assertTrue(lines.isAny());
        assertEquals(10, lines.total());
        assertEquals(List.of(5, 0, 5), List.of(lines.count(0), lines.count(1), lines.count(2)));
        assertEquals(isOfVm ? 0 : 5, lines.firstSpi(2));
        for (int vm = 0; vm <= 2; vm += 2)
        {
            assertEquals(NONE, lines.spi(vm, 2), "a message");
            for (int i = 0; i < 5; i++)
            {
                final int spi = lines.firstSpi(vm) + i;
                assertEquals(spi, lines.spi(vm, 3 + i));
                assertEquals(3 + i, lines.lpi(vm, spi));
                final int line = lines.line(vm, spi);
                assertEquals(5 * (vm / 2) + i, line);
                assertEquals(vm, lines.vm(line));
                assertEquals(3 + i, lines.lpi(line));
            }
            assertEquals(NONE, lines.lpi(vm, lines.firstSpi(vm) + 5), "of the next VM, or of none");
        }
        assertEquals(NONE, lines.lpi(1, 0));
        assertEquals(NONE, lines.spi(1, 0));
    }

    @Test
    void shouldKnowTheDevicesOfLines()
    {
        final SharedLines lines = new SharedLines(topology(), false);

        // Devices 0 to 3 are of the first VM, 4 of the second one, and 5 to 8 of the third one.
        assertEquals(List.of(NONE, 0, 2, 4, NONE, NONE, 5, 7, 9),
            IntStream.range(0, 9).mapToObj(lines::line).toList());
        assertFalse(lines.isOfLines(0));
        assertTrue(lines.isOfLines(8));
        assertFalse(lines.endsByExit(0, 0));
        assertFalse(lines.endsByExit(0, 6));
        assertTrue(lines.endsByExit(0, 7));
        assertTrue(lines.endsByExit(2, 7));
    }

    @Test
    void shouldHaveNoLinesWithoutSuchDevices()
    {
        final SharedLines lines = new SharedLines(Topology.of(StormConfig.DEFAULT), true);

        assertFalse(lines.isAny());
        assertEquals(0, lines.total());
        assertEquals(0, lines.count(0));
        assertEquals(NONE, lines.spi(0, 0));
        assertFalse(lines.isOfLines(0));
    }
}

package org.gale.engine.storm.run;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the shapes of small storms that rehearse others. */
class SmallShapeTest
{
    private static final StreamShape CLOSED = new ClosedStream(7);

    private static HostShape host(final List<PhaseShape> phases, final StreamShape... streams)
    {
        final List<DeviceShape> devices = Stream.of(streams).map(stream ->
            new DeviceShape("d", 1, 8, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, stream)).toList();

        return new HostShape(List.of(new VmShape("a", 3, 1, devices), new VmShape("b", 1, 1, devices)),
            HostShape.Order.GROUP, phases);
    }

    @Test
    void shouldHaveEachKindOfStreamOnce()
    {
        final HostShape small = SmallShape.of(host(List.of(), CLOSED, new OpenStream(5, true),
            new OpenStream(6, true), new OpenStream(7, false)), 8e6);

        assertEquals(List.of(new ClosedStream(0), new OpenStream(2e6, true),
            new OpenStream(2e6, false)),
            small.groups().get(0).devices().stream().map(DeviceShape::stream).toList());
        assertEquals(2, small.vms());
        assertTrue(small.phases().isEmpty());
    }

    @Test
    void shouldHaveBoundariesWhenThereAreSome()
    {
        final HostShape small = SmallShape.of(host(List.of(new PhaseShape("p", 1, List.of())), CLOSED), 8e6);

        assertEquals(512, small.phases().size());
        assertTrue(small.isClosedLoop());
        assertTrue(small.phases().stream().limit(511).allMatch(phase -> phase.durationNs() == 10_000_000));
        assertEquals(StormSettings.DURATION_UNLIMITED_NS, small.phases().get(511).durationNs());
    }
}

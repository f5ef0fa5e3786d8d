package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Shapes of hosts with several groups: their streams, and how many devices and LPIs they may have. */
class HostShapeTest
{
    private static final StreamShape CLOSED = new ClosedStream(16);
    private static final StreamShape OPEN = new OpenStream(1000, true);
    private static final StreamShape BURSTS =
        new OpenStream(1000, new Spacing(false, new OnOff(1.5, 2_000_000, 6_000_000)));

    @Test
    void shouldKnowTheKindsOfItsStreams()
    {
        assertTrue(host(CLOSED, CLOSED).isClosedLoop());
        assertFalse(host(CLOSED, OPEN).isClosedLoop());
        assertFalse(host(OPEN, CLOSED).hasBursts());
        assertTrue(host(OPEN, BURSTS).hasBursts());
        assertFalse(host(OPEN, CLOSED).hasModels());
    }

    @Test
    void shouldAddTheStreamsThatFollowAClock()
    {
        final StreamShape even = new OpenStream(200, false);

        assertEquals(new OpenStream(0, true), host(CLOSED, CLOSED).together());
        assertEquals(new OpenStream(2 * 200, false), host(even, even).together());
        assertEquals(new OpenStream(1000 + 200, true), host(even, OPEN).together());
        assertEquals(new OpenStream(1000, false), host(CLOSED, BURSTS).together());
        assertEquals(new OpenStream(3 * 200, false), host(new VmShape("vm", 3, 1, List.of(
            new DeviceShape("one", 1, 1, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, even)))).together());
        assertEquals(even, HostShape.alike(3, 1, 1, 1, even).together());
    }

    @ParameterizedTest
    @CsvSource({"1, 1048576, true", "1, 1048577, false", "2, 524288, true", "2, 524289, false"})
    void shouldLimitTheDevicesOfVmsThatAreAlike(final int vms, final int devices, final boolean isAllowed)
    {
        final HostShape shape = HostShape.alike(vms, 1, devices, 1, CLOSED);

        assertEquals(isAllowed ? "" : "vms: " + vms + " × devices " + devices + " are " + vms * devices +
            " devices, more than 1048576", refusal(shape));
    }

    @ParameterizedTest
    @CsvSource({"4, 16, 262144, true", "4, 17, 262144, false"})
    void shouldLimitTheLpisOfVmsThatAreAlike(
        final int vms, final int devices, final int events, final boolean isAllowed)
    {
        final HostShape shape = HostShape.alike(vms, 1, devices, events, CLOSED);

        assertEquals(isAllowed ? "" : "vms: 4 × lpis 4456448 are 17825792 LPIs, more than 16777216", refusal(shape));
    }

    @Test
    void shouldNameTheGroupsOfTooManyDevices()
    {
        final HostShape most = host(group("small", 1, 1), group("large", 3, 349_525));
        final HostShape more = host(group("small", 2, 1), group("large", 3, 349_525));

        assertEquals("", refusal(most));
        assertEquals("vms: 1,048,577 devices are more than 1,048,576 (large 1,048,575, small 2)", refusal(more));
    }

    @Test
    void shouldNameTheLargestGroupsAlone()
    {
        final List<VmShape> eight = IntStream.rangeClosed(1, 8)
            .mapToObj(count -> group("g" + count, count, 1)).toList();

        assertEquals("g2 2, g1 1", ShapeLimits.parts(eight.subList(0, 2), VmShape::count));
        assertEquals("g6 6, g5 5, g4 4, g3 3, g2 2, g1 1", ShapeLimits.parts(eight.subList(0, 6), VmShape::count));
        assertEquals("g7 7, g6 6, g5 5, g4 4, g3 3, g2 2 and 1 more group",
            ShapeLimits.parts(eight.subList(0, 7), VmShape::count));
        assertEquals("g8 8, g7 7, g6 6, g5 5, g4 4, g3 3 and 2 more groups",
            ShapeLimits.parts(eight, VmShape::count));
    }

    private static String refusal(final HostShape shape)
    {
        try
        {
            ShapeLimits.check(shape);

            return "";
        }
        catch (final SettingException ex)
        {
            return ex.getMessage();
        }
    }

    private static VmShape group(final String name, final int count, final int devices)
    {
        return new VmShape(name, count, 1, List.of(new DeviceShape(
            "device", devices, 1, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, CLOSED)));
    }

    private static HostShape host(final VmShape... groups)
    {
        return new HostShape(List.of(groups), HostShape.Order.GROUP, List.of());
    }

    private static HostShape host(final StreamShape one, final StreamShape other)
    {
        return host(new VmShape("vm", 1, 1, List.of(
            new DeviceShape("one", 1, 1, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, one),
            new DeviceShape("other", 1, 1, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, other))));
    }
}

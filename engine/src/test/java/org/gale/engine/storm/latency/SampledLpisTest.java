package org.gale.engine.storm.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.setting.DeviceShape;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.SettingType;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StreamShape;
import org.gale.engine.storm.setting.VmShape;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples of two VMs with 8,192 LPIs each between VMs with a few. */
class SampledLpisTest
{
    private final Topology topology = Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, new HostShape(
        List.of(new VmShape("first", 2, 1, List.of(device(16))), new VmShape("big", 2, 1, List.of(device(8_192))),
            new VmShape("last", 1, 1, List.of(device(48)))),
        HostShape.Order.GROUP, List.of())));

    private static DeviceShape device(final int events)
    {
        return new DeviceShape("d", 1, events, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new StreamShape(SettingType.RATE_MAX, true, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void shouldNumberTheSamplesOfAllVms(final int every)
    {
        final SampledLpis sample = new SampledLpis(topology, every);
        final Set<Integer> indexes = new HashSet<>();
        int samples = 0;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            for (int lpi = 0; lpi < topology.lpis(vm); lpi += every)
            {
                final int index = sample.indexOf(vm, lpi);
                assertTrue(index >= 0 && index < sample.count() && indexes.add(index), vm + "." + lpi);
                samples++;
            }
        }
        assertEquals(samples, sample.count());
    }

    @Test
    void shouldShowEveryLpiOfAVmWithFew()
    {
        final SampledLpis sample = new SampledLpis(topology, 1);

        assertTrue(sample.isShownOfVm(0, 7), "few");
        assertEquals(8_192 / 64, count(sample, 2));
        assertEquals(48, count(sample, 4));
    }

    @Test
    void shouldSampleTheMultiplesOfTheDivisor()
    {
        final SampledLpis third = new SampledLpis(topology, 3);

        assertEquals(List.of(true, false, false, true),
            List.of(third.isSampled(0), third.isSampled(1), third.isSampled(2), third.isSampled(3)));
        assertEquals(List.of(SampledLpis.NONE, SampledLpis.NONE, 1),
            List.of(third.indexOf(0, 1), third.indexOf(0, 2), third.indexOf(0, 3)));
        assertFalse(new SampledLpis(topology, 0).isSampled(0), "none");
    }

    @ParameterizedTest
    @CsvSource({"16, true", "32, false", "3, false", "1, true", "0, false", "8192, false"})
    void shouldTellSamplesByAMaskWhereAPowerOfTwoDividesTheEventsOfEachDevice(final int every, final boolean isMask)
    {
        assertEquals(isMask, new SampledLpis(topology, every).isMaskable());
    }

    @ParameterizedTest(name = "every {0}: {1} of 8192 LPIs")
    @CsvSource({"1, 128", "16, 128", "32, 128", "64, 128", "128, 64"})
    void shouldShowAVmByOneOfSixtyFourLpis(final int every, final int shown)
    {
        final SampledLpis sample = new SampledLpis(topology, every);
        int count = 0;
        for (int lpi = 0; lpi < topology.lpis(2); lpi += every)
        {
            count += sample.isShownOfVm(2, lpi) ? 1 : 0;
        }

        assertEquals(shown, count);
    }

    @Test
    void shouldHoldNoEventBeyondThoseOfItsDevice()
    {
        final SampledLpis sample = new SampledLpis(topology, 1);
        final int devices = topology.totalDevices();

        assertTrue(sample.holds(Commands.msi(0, 15, 0)));
        assertFalse(sample.holds(Commands.msi(0, 16, 0)), "behind the events");
        assertTrue(sample.holds(Commands.msi(devices - 1, 47, 0)));
        assertFalse(sample.holds(Commands.msi(devices, 0, 0)), "behind the devices");
    }

    @ParameterizedTest(name = "every {0}: LPI {2} of VM {1}")
    @CsvSource({"1, 1, 5, true", "4, 1, 4, true", "4, 1, 5, false", "3, 2, 6, true", "3, 2, 7, false",
        "1, 0, 16, false", "1, 5, 0, false", "0, 0, 0, false"})
    void shouldSampleWhatTheHostSendsAsItsEvent(
        final int every, final int vm, final int lpi, final boolean isSampled)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        GuestIpis.inject(buffer, 0, topology, vm, lpi, 77);

        final long event = new SampledLpis(topology, every)
            .sent(new GuestPlaces(topology), buffer.getLong(0), buffer.getLong(Long.BYTES));

        assertEquals(isSampled ? Commands.msi(topology.deviceOfLpi(vm, lpi), lpi, 77) : SampledLpis.NO_EVENT, event);
    }

    private int count(final SampledLpis sample, final int vm)
    {
        int count = 0;
        for (int lpi = 0; lpi < topology.lpis(vm); lpi++)
        {
            count += sample.isShownOfVm(vm, lpi) ? 1 : 0;
        }

        return count;
    }
}

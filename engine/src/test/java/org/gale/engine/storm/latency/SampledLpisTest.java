package org.gale.engine.storm.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.storm.setting.DeviceShape;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.SettingType;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StreamShape;
import org.gale.engine.storm.setting.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

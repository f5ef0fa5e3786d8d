package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.OnOff;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spacing;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Phrases about the shape of a host, and about the models of its devices. */
class ShapeTextTest
{
    private static final OnOff BURSTS = new OnOff(1.5, 1_000_000, 9_000_000);
    private static final StormConfig MODELLED = HostShapes.config(List.of(new VmShape("vm", 2, 3, List.of(
        new DeviceShape("nic", 1, 5, DeviceShape.Target.SPREAD, 10,
            new ModelShape("net", SettingValues.NONE))))));

    @Test
    void shouldDescribeSixteenGroupsAndCountTheOthers()
    {
        final List<VmShape> shapes = new ArrayList<>();
        for (int i = 1; i <= 16; i++)
        {
            shapes.add(new VmShape("g" + i, i, 2, HostShapes.QUIET.devices()));
        }
        final List<List<String>> sixteen = groups(shapes);
        shapes.add(HostShapes.LOUD);
        final List<List<String>> seventeen = groups(shapes);

        assertEquals(16, sixteen.size());
        assertEquals(List.of("g16: 16 VMs \u00d7 2 VPEs", "disk 1 \u00d7 3 events, closed loop"), sixteen.get(15));
        assertEquals(sixteen, seventeen.subList(0, 16));
        assertEquals(List.of(List.of("1 group more")), seventeen.subList(16, 17));
    }

    @Test
    void shouldDescribeThirtyTwoGroupsOfDevicesAndAddUpTheOthers()
    {
        final List<DeviceShape> devices = new ArrayList<>();
        for (int i = 1; i <= 32; i++)
        {
            devices.add(new DeviceShape("d" + i, 1, 1, DeviceShape.Target.of(0), 10, new OpenStream(100, true)));
        }
        final List<String> all = groups(List.of(new VmShape("vm", 1, 2, devices))).get(0);
        devices.add(devices.get(31));
        devices.add(new DeviceShape("last", 1, 1, DeviceShape.Target.SPREAD, 10, new OpenStream(0, true)));
        final List<String> some = groups(List.of(new VmShape("vm", 1, 2, devices))).get(0);

        assertEquals(33, all.size());
        assertEquals("d32 1 \u00d7 1 event, 100 /s Poisson", all.get(32));
        assertEquals(all, some.subList(0, 33));
        assertEquals(List.of("2 groups of devices more, open streams of 100 /s"), some.subList(33, some.size()));
    }

    @Test
    void shouldDescribeThePaceOfEachKindOfStream()
    {
        assertEquals("net", new ModelShape("net", SettingValues.NONE).text());
        assertEquals("1.5 k/s {on-off: {alpha: 1.5, on: 1ms, off: 9ms}}",
            new OpenStream(1_500, new Spacing(false, BURSTS)).text());
        assertEquals("1.5 k/s Poisson", new OpenStream(1_500, true).text());
        assertEquals("1.5 k/s evenly spaced", new OpenStream(1_500, false).text());
    }

    @Test
    void shouldSayOnWhichClockModelsRun()
    {
        final SettingValues handler = SettingValues.NONE.withText(MeasureSettings.HANDLER, "2us");
        final StormDescription wall = StormResults.setting(MODELLED);
        final StormConfig virtual = StormConfigs.of(MODELLED).with(StormSettings.CLOCK, StormSettings.VIRTUAL).build();

        assertEquals("models on the wall clock, handlers take no time", last(wall));
        assertEquals("models on the virtual clock", last(StormResults.setting(virtual)));
        final List<String> busy = StormText.storm(StormResults.with(wall, "settings", handler));
        assertEquals(List.of("models on the wall clock", "handler 2us"), busy.subList(busy.size() - 2, busy.size()));
        assertEquals("models on the wall clock, handlers take no time, begun again after what was pending",
            last(StormResults.with(wall, "resumed", new StormResumed(9, 0, 1, 0, 0, 0))));
    }

    private static String last(final StormDescription description)
    {
        final List<String> storm = StormText.storm(description);

        return storm.get(storm.size() - 1);
    }

    private static List<List<String>> groups(final List<VmShape> shapes)
    {
        return ShapeText.groups(new HostShape(shapes, HostShape.Order.GROUP, List.of()));
    }
}

package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose devices have models. */
class ModelledStormTest
{
    private static final long US = 1_000;

    /** Returns VMs with a device of a kind, each event to a vCPU of its own. */
    private static VmShape vms(
        final int events, final GuestShape guest, final String kind, final Map<String, String> texts)
    {
        final TrafficKind traffic = TrafficKinds.of(kind);
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : traffic.settings())
        {
            values = texts.containsKey(setting.name()) ? values.withText(setting, texts.get(setting.name())) : values;
        }

        return new VmShape("vm", 2, events, List.of(new DeviceShape("device", 1, events, DeviceShape.Target.VECTOR, 10,
            new ModelShape(kind, traffic.complete(values)))), guest);
    }

    private static StormResult run(final long count, final VmShape vms)
    {
        final StormConfig config = VirtualStorms.config(count, vms.count() * vms.vpes(), vms);

        return VirtualStorms.resident(config, CostModel.of(CostModel.ZERO));
    }

    private static void assertWhole(final StormResult result)
    {
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    void shouldSendAnInterruptAtEachThreshold()
    {
        // In a round all 32 requests are complete after 100us, and raise 8 interrupts: one is acknowledged, one waits
        // and six merge with it. The first handler takes all after 2us, the second one finds nothing.
        final StormResult result = run(1600, vms(1, VirtualStorms.guest(2 * US, false), "io", Map.of("depth", "32",
            "service", "100us", "coalesce.threshold", "4", "coalesce.time", "25500us")));

        assertWhole(result);
        assertEquals(1600, result.totals().accounting().offered());
        assertEquals(1200, result.totals().accounting().coalesced());
        assertEquals(100 * 102 * US + 2 * US, result.totals().elapsedNs());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16, 64})
    void shouldSendAnInterruptForEachThresholdOfCompletions(final int threshold)
    {
        final StormResult result = run(20_000 / threshold, vms(2, VirtualStorms.guest(2 * US, false), "io", Map.of(
            "depth", Integer.toString(2 * threshold), "coalesce.threshold", Integer.toString(threshold),
            "coalesce.time", threshold == 1 ? "0" : "25500us")));

        assertWhole(result);
        final DeviceCounts counts = result.totals().devices().get(0);
        assertEquals(result.totals().accounting().offered(), counts.interrupts());
        assertEquals((double)counts.completions() / threshold, (double)counts.interrupts(), 0.01 * counts.interrupts());
        assertTrue(threshold > 1 || counts.completions() == counts.interrupts(), counts.toString());
    }

    @Test
    void shouldSayHowLongDevicesHoldWorkBack()
    {
        // Of four requests, served one after another for 10us each, the first waits for the other three. A batch of two
        // takes 10us. A packet waits for the period of 1ms, and is polled for 5us.
        final StormResult drive = run(100, vms(1, VirtualStorms.guest(US, false), "io", Map.of("depth", "8",
            "parallel", "1", "service", "10us", "coalesce.threshold", "4", "coalesce.time", "25500us")));
        final StormResult disk = run(100, vms(1, VirtualStorms.guest(US, false), "virtio", Map.of("depth", "2",
            "service.fixed", "10us")));
        final StormResult nic = run(100, vms(1, VirtualStorms.guest(US, false), "packets", Map.of("rate", "10k",
            "arrivals", "constant", "moderation", "{fixed: 1ms}", "per-packet", "5us")));

        assertEquals(Map.of(Hold.MODERATION, 30 * US), drive.totals().devices().get(0).heldNs());
        assertEquals(Hold.BATCH, disk.totals().devices().get(0).heldNs().keySet().iterator().next());
        assertEquals(10.0 * US, disk.totals().devices().get(0).heldNs().get(Hold.BATCH), 0.1 * US);
        assertEquals(51.0 * US, nic.totals().devices().get(0).heldNs().get(Hold.MASK), 2 * US);
        assertTrue(nic.totals().devices().get(0).heldNs().get(Hold.MODERATION) > 800 * US, nic.totals().toString());
    }

    @Test
    void shouldCountNothingWithoutModels()
    {
        final StormResult result = VirtualStorms.resident(VirtualStorms.config(100, 1,
            VirtualStorms.vms("vm", 1, 1, 1000, GuestShape.DEFAULT)), CostModel.of(CostModel.ZERO));

        assertEquals(List.of(), result.totals().devices());
    }

    @Test
    void shouldWaitForTheGuestSoThatASlowHandlerHoldsTheDevice()
    {
        // A round is a service of 100us and a handler of 50us.
        final StormResult result = run(2_000, vms(1, VirtualStorms.guest(50 * US, false), "io", Map.of("depth", "1",
            "service", "100us")));

        assertWhole(result);
        assertEquals(1_000 * 150 * US, result.totals().elapsedNs());
        assertEquals(0, result.totals().accounting().coalesced());
    }

    @Test
    void shouldNotifyOnceForEachBatchOfAVirtioDevice()
    {
        // A round is a batch of 10us and 4 requests of 500ns, and a handler of 2us, which submits them again.
        final StormResult result = run(2_000, vms(1, VirtualStorms.guest(2 * US, false), "virtio", Map.of("depth", "4",
            "service.fixed", "10us", "service.each", "500ns")));

        assertWhole(result);
        assertEquals(1_000 * 14 * US, result.totals().elapsedNs());
        assertEquals(0, result.totals().accounting().coalesced());
    }

    @Test
    void shouldProlongTheHandlerOfANicByItsPolls()
    {
        // 100 packets are complete every 1ms, of 5us each: their handler takes 501us. No packet comes at 10us
        // boundaries of both, so that the time is known but for the phase of the first packet.
        final StormResult result = run(200, vms(1, VirtualStorms.guest(US, false), "packets", Map.of("rate", "100k",
            "arrivals", "constant", "moderation", "{fixed: 1ms}", "per-packet", "5us")));

        assertWhole(result);
        final long lastBeganNs = 99 * 1_000 * US;
        final long elapsedNs = result.totals().elapsedNs();
        assertTrue(elapsedNs > lastBeganNs + 240 * US && elapsedNs < lastBeganNs + 1_000 * US,
            "the storm took " + elapsedNs + " ns");
    }

    @Test
    void shouldHaveFewerInterruptsByDimWhenTheLoadIsHighAndEarlierEndsOfHandlersWhenItIsLow()
    {
        final StormResult dim = run(4_000, nic("1M", "dim"));
        final StormResult fixed = run(4_000, nic("1M", "{fixed: 84us}"));

        assertWhole(dim);
        assertWhole(fixed);
        assertTrue(dim.totals().elapsedNs() > 1.5 * fixed.totals().elapsedNs(), "4,000 interrupts in " +
            dim.totals().elapsedNs() + " ns and " + fixed.totals().elapsedNs() + " ns");
        assertTrue(handled(run(2_000, nic("2k", "dim"))) < handled(run(2_000, nic("2k", "{fixed: 84us}"))));
    }

    private static VmShape nic(final String rate, final String moderation)
    {
        return vms(1, VirtualStorms.guest(US, false), "packets", Map.of("rate", rate, "moderation", moderation,
            "per-packet", "300ns"));
    }

    private static double handled(final StormResult result)
    {
        return result.latencies().handled().getMean();
    }

    @Test
    void shouldSayWhichModelsWaitForAMaskedGuest()
    {
        final StormResult result = run(1_000, vms(1, new GuestShape(
            VirtualStorms.guest(0, false).handler(), 5, false), "io", Map.of("depth", "1", "service", "100us")));

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertTrue(result.verdict().failure().contains("vm/device wait for events that no guest handles"),
            result.verdict().failure());
    }
}

package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.PathCosts.ENTER;
import static org.gale.engine.storm.virtual.PathCosts.EOI;
import static org.gale.engine.storm.virtual.PathCosts.EXIT;
import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.PathCosts.HOST_IRQ;
import static org.gale.engine.storm.virtual.PathCosts.LOAD;
import static org.gale.engine.storm.virtual.PathCosts.PUT;
import static org.gale.engine.storm.virtual.PathCosts.SCHEDULE;
import static org.gale.engine.storm.virtual.PathCosts.SIGNAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose vCPUs interrupt one another. */
class IpiStormTest
{
    private static final long WAKE = HOST_IRQ + SCHEDULE + LOAD + ENTER;
    private static final long SLICE = 1_000_000;

    private static VmShape vms(
        final int count, final int vpes, final boolean isWorking, final Map<String, String> texts,
        final DeviceShape... others)
    {
        final TrafficKind kind = TrafficKinds.of("ipi");
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : kind.settings())
        {
            values = texts.containsKey(setting.name()) ? values.withText(setting, texts.get(setting.name())) : values;
        }
        values = kind.complete(values);
        final List<DeviceShape> devices = new ArrayList<>(List.of(others));
        devices.add(new DeviceShape("ipis", 1, kind.senders().events(values, vpes), DeviceShape.Target.VECTOR, 10,
            new ModelShape("ipi", values)));

        return new VmShape("vm", count, vpes, devices, VirtualStorms.guest(HANDLER, isWorking));
    }

    private static StormResult resident(final long count, final VmShape vms)
    {
        return checked(VirtualStorms.resident(
            VirtualStorms.config(count, vms.count() * vms.vpes(), vms), PathCosts.ALL));
    }

    private static StormResult kvm(final long count, final int pes, final VmShape vms)
    {
        return checked(VirtualStorms.kvm(VirtualStorms.config(count, pes, vms), PathCosts.ALL, SLICE));
    }

    private static StormResult checked(final StormResult result)
    {
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());

        return result;
    }

    private static LatencySummary waits(final StormResult result)
    {
        return result.totals().devices().get(0).senderWait();
    }

    @Test
    void shouldTakeEachIpiThatAVcpuSends()
    {
        final StormResult result = resident(1_000, vms(2, 4, false, Map.of("unicast", "100", "broadcast", "0")));

        assertEquals(1_000, result.totals().accounting().offered());
        assertEquals(1_000, result.totals().devices().get(0).interrupts());
        assertEquals(0, waits(result).count());
        for (final Outlier ipi : VirtualStorms.interrupts(result))
        {
            assertTrue(ipi.responseNs() >= SIGNAL && ipi.handledNs() >= SIGNAL + HANDLER + EOI, ipi.toString());
        }
        final double perS = 1_000 * 1e9 / result.totals().elapsedNs();
        assertEquals(800, perS, 120);
    }

    @Test
    void shouldWaitForTheSlowestOfABroadcast()
    {
        final StormResult result = resident(3_000, vms(1, 4, false, Map.of("unicast", "0", "broadcast", "10")));

        final StormAccounting accounting = result.totals().accounting();
        assertEquals(3_000, accounting.offered());
        assertEquals(1_000, waits(result).count());
        assertEquals(SIGNAL, waits(result).p50());
        assertEquals(result.model().peNs().get("guest"), waits(result).sum());
    }

    @Test
    void shouldMeasureTheWaitsBehindTheWarmupAlone()
    {
        final StormConfig config = VirtualStorms.config(
            3_000, 4, vms(1, 4, false, Map.of("unicast", "0", "broadcast", "10")));
        final long wholeNs = checked(VirtualStorms.resident(config, PathCosts.ALL)).totals().elapsedNs();

        final StormResult result = checked(VirtualStorms.run(config, new ResidentWorkload(config), PathCosts.ALL,
            UnaryOperator.identity(), SettingValues.NONE.with(MeasureSettings.WARMUP, wholeNs / 2)));

        final long measured = result.rates().offered();
        assertEquals(1_500.0, (double)measured, 300.0);
        assertEquals(measured / 3.0, (double)waits(result).count(), 1.0);
    }

    @Test
    void shouldWaitForATargetInAHandlerAndSendNothingMeanwhile()
    {
        // A device keeps vCPU 1 in its handlers for half of the time, and vCPU 0 never.
        final DeviceShape device = new DeviceShape("device", 1, 2, DeviceShape.Target.VECTOR, 10,
            new OpenStream(500e6 / (HANDLER + EOI), false));
        final StormResult busy = resident(40_000,
            vms(1, 2, false, Map.of("unicast", "0", "broadcast", "1k", "kinds", "1"), device));
        final LatencySummary waits = waits(busy);

        assertTrue(waits.max() > HANDLER && waits.max() < SIGNAL + 3 * (HANDLER + EOI), waits.toString());
        assertTrue(waits.sum() > waits.count() * (SIGNAL + (HANDLER + EOI) / 8), waits.toString());
    }

    @Test
    void shouldWakeASenderAndLetItKeepItsPeUntilItsTargetHasAcknowledged()
    {
        final StormResult result = kvm(100, 2, vms(1, 2, false, Map.of("unicast", "0", "broadcast", "1")));

        assertEquals(100, waits(result).count());
        assertEquals(WAKE + SIGNAL, waits(result).p50());
        assertEquals(100 * (WAKE + SIGNAL) + EXIT, waits(result).sum(), "no PE was the first target's own");
        assertEquals(201, result.model().counts().get("exits"));
        final List<Outlier> ipis = VirtualStorms.interrupts(result);
        for (int i = 0; i < ipis.size(); i++)
        {
            final long exitNs = i == 0 ? EXIT : 0;
            assertEquals(PathCosts.stages(exitNs + HOST_IRQ + ENTER + SIGNAL, SCHEDULE, WAKE + LOAD, 0),
                PathCosts.stages(ipis.get(i)));
        }
    }

    @Test
    void shouldPreemptASenderAtTheEndOfItsSlice()
    {
        // Both share a PE. The target runs when the sender's slice is over, though that waits for it.
        final StormResult result = kvm(100, 1, vms(1, 2, false, Map.of("unicast", "0", "broadcast", "1")));

        assertEquals(100, waits(result).count());
        assertEquals(SLICE + EXIT + PUT + LOAD + ENTER + SIGNAL, waits(result).p50());
    }

    @Test
    void shouldCountTheTimeOfASenderWithoutAPeAsWaiting()
    {
        // Four vCPUs with other work on one PE: each runs in a quarter of the slices.
        final StormResult result = kvm(900, 1, vms(1, 4, true, Map.of("unicast", "100", "broadcast", "0")));
        long longestNs = 0;
        for (final Outlier ipi : VirtualStorms.interrupts(result))
        {
            longestNs = Math.max(longestNs, PathCosts.stages(ipi).get("waiting"));
            assertEquals(ipi.handledNs(), PathCosts.stages(ipi).values().stream().mapToLong(Long::longValue).sum());
        }

        assertTrue(longestNs > 4 * SLICE && longestNs < 7 * SLICE, "the longest waited " + longestNs + " ns");
    }

    @Test
    void shouldNotCountTheWaitOfASenderForTheInterruptOfADeviceBehindIt()
    {
        final DeviceShape device = new DeviceShape("device", 1, 4, DeviceShape.Target.VECTOR, 10,
            new OpenStream(1_000, false));
        final StormResult result =
            kvm(900, 1, vms(1, 4, true, Map.of("unicast", "100", "broadcast", "0", "kinds", "1"), device));
        long devices = 0;
        for (final Outlier interrupt : VirtualStorms.interrupts(result))
        {
            assertTrue(PathCosts.stages(interrupt).get("signalled") >= 0, interrupt.toString());
            devices += interrupt.intendedNs() % 1_000_000 == 0 ? 1 : 0;
        }

        assertTrue(devices > 100, "devices=" + devices);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1k, 1k, 1", "4, 3, 10k, 1k, 2", "8, 2, 100k, 10k, 3", "5, 5, 0, 100k, 1", "3, 2, 1M, 0, 4"})
    void shouldLoseNothingAndRunTheSameTwice(
        final int vpes, final int pes, final String unicast, final String broadcast, final String kinds)
    {
        for (final boolean isWorking : new boolean[]{false, true})
        {
            final VmShape vms = vms(2, vpes, isWorking,
                Map.of("unicast", unicast, "broadcast", broadcast, "kinds", kinds));
            final StormResult one = kvm(20_000, pes, vms);
            final StormResult other = kvm(20_000, pes, vms);

            assertEquals(one.journal().runDigest(), other.journal().runDigest());
            assertEquals(one.totals().devices(), other.totals().devices());
            assertTrue(one.totals().accounting().offered() >= 20_000 &&
                one.totals().accounting().offered() < 20_000 + vpes, one.totals().accounting().toString());
        }
    }

    @Test
    void shouldLetAMaskedTargetHoldItsSender()
    {
        final VmShape open = vms(1, 2, false, Map.of("unicast", "0", "broadcast", "1k"));
        final VmShape masked = new VmShape("vm", 1, 2, open.devices(),
            new GuestShape(open.guest().handler(), 5, false));
        final StormResult result = VirtualStorms.kvm(
            VirtualStorms.config(100, 2, masked), CostModel.of(CostModel.ZERO), SLICE);

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertTrue(result.verdict().failure().contains("vm/ipis wait for events that no guest handles"),
            result.verdict().failure());
    }
}

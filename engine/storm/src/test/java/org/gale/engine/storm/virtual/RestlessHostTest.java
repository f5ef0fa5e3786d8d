package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.Distributions;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the end of storms on hosts whose PEs change their vCPUs all the time, so that none finds them at rest. */
@Tag("P13")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestlessHostTest
{
    private static final int PES = 24;
    private static final int VMS = 12;
    private static final long SLICE_NS = 10_000;
    private static final long COUNT = 2_000;
    private static final int MASK = 10;
    private static final CostModel COSTS = CostModel.DEFAULT
        .with(Cost.EXIT, Distribution.constant(4_100)).with(Cost.PUT, Distribution.constant(3_700))
        .with(Cost.LOAD, Distribution.constant(2_900))
        .with(Cost.ENTER, Distributions.of("{uniform: {from: 1us, to: 9us}}"));

    private static VmShape working(final GuestShape guest)
    {
        return vms("working", VMS, 4, 4, new OpenStream(20_000, true), guest);
    }

    private static Map<String, String> keys(final String profile)
    {
        return profile.equals("overcommit") ? Map.of("slice", SLICE_NS + "ns") :
            Map.of("slice", SLICE_NS + "ns", "toggles", "1/100", "moves", "1/50");
    }

    @ParameterizedTest
    @ValueSource(strings = { "overcommit", "direct" })
    void shouldEndWhenAllIsHandledThoughPesChangeTheirVcpus(final String profile)
    {
        final StormConfig config = VirtualStorms.config(COUNT, PES, working(guest(1_000, true)));

        final StormResult result = VirtualStorms.profile(profile, config, COSTS, keys(profile));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(result.verdict().end().isDrained());
        assertEquals(0, result.totals().accounting().pending());
        assertEquals(COUNT, result.totals().accounting().offered());
    }

    /** Interrupts are under way for more slices than a host has to be without one. */
    @ParameterizedTest
    @EnumSource(names = { "SCHEDULE", "HOST_IRQ", "KICK", "INJECT" })
    void shouldNotEndBeforeAGuestHasTakenWhatIsUnderWayForLong(final Cost cost)
    {
        final StormConfig config = VirtualStorms.config(COUNT, PES, working(guest(1_000, true)),
            vms("sleeping", 1, 2, 4, new OpenStream(5_000, true), guest(1_000, false)));

        final StormResult result = VirtualStorms.profile("direct", config,
            COSTS.with(cost, Distribution.constant(5_000_000)), Map.of("slice", SLICE_NS + "ns", "policy", "none"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().pending());
    }

    /** An interrupt that comes while a vCPU is put rings when it has blocked: of some counts, the last one does. */
    @Test
    void shouldNotEndBeforeAGuestIsWokenForWhatCameWhileItWasPut()
    {
        final CostModel costs = COSTS.with(Cost.PUT, Distribution.constant(2_000_000))
            .with(Cost.SCHEDULE, Distribution.constant(60_000_000));
        for (long count = 10; count < 110; count++)
        {
            final StormConfig config = VirtualStorms.config(count, PES / 2,
                vms("working", PES / 2 + 1, 1, 1, new OpenStream(0.001, false), guest(1_000, true)),
                vms("sleeping", 1, 1, 1, new OpenStream(500, true), guest(1_000, false)));

            final StormResult result = VirtualStorms.kvm(config, costs, SLICE_NS);

            assertEquals(Outcome.OK, result.verdict().outcome(), count + ": " + result.verdict().failure());
            assertEquals(0, result.totals().accounting().pending());
        }
    }

    /** Events come for vCPUs that are in their guests, of some counts the last one. */
    @Test
    void shouldNotEndBeforeTheHandlerOfAGuestThatIsKickedEnds()
    {
        final CostModel costs = COSTS.with(Cost.KICK, Distribution.constant(5_000_000));
        for (long count = 1; count < 16; count++)
        {
            final StormConfig config = VirtualStorms.config(count, PES,
                vms("working", VMS, 4, 1, new OpenStream(30, true), guest(300_000, true)));

            final StormResult result = VirtualStorms.profile(
                "direct", config, costs, Map.of("slice", SLICE_NS + "ns", "policy", "none"));

            assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
            assertEquals(count, VirtualStorms.interrupts(result).size());
        }
    }

    /** A signal that takes as long as a slice is in time; a longer one never arrives while others wait for the PE. */
    @ParameterizedTest
    @CsvSource({"199000, true", "200000, true", "200001, false", "1000000, false"})
    void shouldEndWhereEachSliceIsOverBeforeASignalArrives(final long signalNs, final boolean isTaken)
    {
        final StormConfig config =
            VirtualStorms.config(20, 2, vms("cut", 2, 2, 4, new OpenStream(50_000, true), guest(1_000, false)));

        final StormResult result = VirtualStorms.profile("direct", config,
            CostModel.DEFAULT.with(Cost.SIGNAL, Distribution.constant(signalNs)), Map.of("slice", "200us"));

        assertEquals(isTaken ? Outcome.OK : Outcome.CHECK_FAILED, result.verdict().outcome(),
            result.verdict().toString());
        assertEquals(isTaken, result.verdict().failure() == null);
        assertTrue(isTaken || result.verdict().failure().contains("each slice is over before the signal of one"),
            result.verdict().failure());
    }

    /** A host that comes to rest soon is waited for: without the end of restless hosts it ends there, too. */
    @ParameterizedTest
    @CsvSource({ "3, 48661561", "4, 49073868", "5, 48622153" })
    void shouldEndAtRestWhereAHostComesToItSoon(final int pes, final long ns)
    {
        final StormConfig config = VirtualStorms.config(500, pes,
            vms("working", 2, 4, 4, new OpenStream(5_000, true), guest(1_000, true)));

        assertEquals(ns, VirtualStorms.kvm(config, COSTS, SLICE_NS).totals().elapsedNs());
    }

    /** Slices before the end of the time count for nothing. */
    @ParameterizedTest
    @CsvSource({ "5, 50842523" })
    void shouldEndAtRestBehindItsTimeWhereAHostComesToItSoon(final int pes, final long ns)
    {
        final StormConfig config = StormConfigs.of(VirtualStorms.config(1, pes,
            vms("working", 2, 4, 4, new OpenStream(50, true), guest(1_000, true))))
            .uncounted().durationNs(50_000_000).build();

        assertEquals(ns, VirtualStorms.kvm(config, COSTS, SLICE_NS).totals().elapsedNs());
    }

    @Test
    void shouldEndBehindItsTimeThoughPesChangeTheirVcpus()
    {
        final long ns = 20_000_000;
        final StormConfig config = StormConfigs.of(VirtualStorms.config(1, PES, working(guest(1_000, true))))
            .uncounted().durationNs(ns).build();

        final StormResult result = VirtualStorms.kvm(config, COSTS, SLICE_NS);

        final long slices = 20 * (4 * VMS + 2) + 1;
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertTrue(result.totals().elapsedNs() >= ns);
        assertTrue(result.totals().elapsedNs() < ns + 2 * slices * SLICE_NS, "" + result.totals().elapsedNs());
    }

    @Test
    void shouldEndWhenAllThatIsLeftIsMaskedThoughPesChangeTheirVcpus()
    {
        final VmShape vm = working(new GuestShape(Distribution.constant(1_000), MASK - 1, true));

        final StormResult result = VirtualStorms.kvm(VirtualStorms.config(COUNT, PES, vm), COSTS, SLICE_NS);

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().delivered());
        assertEquals(4 * VMS, result.totals().accounting().pending());
    }

    @Test
    void shouldSayWhoWaitsForAGuestThatTakesNothingThoughPesChangeTheirVcpus()
    {
        final VmShape masked = new VmShape("working", VMS, 4, List.of(new DeviceShape("masked", 1, 4,
            DeviceShape.Target.SPREAD, MASK + 1, new ClosedStream(1))),
            new GuestShape(Distribution.constant(1_000), MASK, true));

        final StormResult result = VirtualStorms.kvm(VirtualStorms.config(COUNT, PES, masked), COSTS, SLICE_NS);

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertTrue(result.verdict().failure().contains("working/masked wait for events"), result.verdict().failure());
    }

    /** A guest that waits for ever blocks, or has work. */
    @ParameterizedTest
    @CsvSource({ "DEAF, overcommit", "DEAF, direct", "DEAF_GUEST, overcommit", "DEAF_GUEST, direct" })
    void shouldFindWhatWaitsForEverThoughPesChangeTheirVcpus(final VirtualFaults fault, final String name)
    {
        final StormConfig config = VirtualStorms.config(COUNT, PES, working(guest(1_000, true)),
            vms("sleeping", 1, 2, 4, new OpenStream(5_000, true), guest(1_000, false)));
        final StormProfile profile = JobProfiles.ALL.of(name);
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : profile.settings())
        {
            final String text = keys(name).get(setting.name());
            values = text == null ? values : values.withText(setting, text);
        }
        final Workload workload = profile.workload(config, values);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = fault.run(
                Options.of(config, workload, SnapshotSchedule.AT_END), machine, new NoLog(), COSTS, 3);

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
            assertTrue(result.verdict().failure().contains(fault == VirtualFaults.DEAF ?
                "has a doorbell that its host has not taken as it rang" :
                "which could take it and has nothing else to do"), result.verdict().failure());
        }
    }
}

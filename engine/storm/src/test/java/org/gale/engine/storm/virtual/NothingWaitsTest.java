package org.gale.engine.storm.virtual;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of faults beside the machine, of which its books show nothing: what a device sent, and who wakes a guest. */
@Tag("P13")
class NothingWaitsTest
{
    private static final long NEVER = Long.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({ "nvme", "nic", "virtio", "timer", "ipi-heavy", "noisy-neighbour", "mixed-host", "migrate",
        "migrate-direct" })
    void shouldSayNothingWithoutAFault(final String profile) throws IOException
    {
        final StormResult result = run(VirtualFaults.SWALLOWED, profile, NEVER);

        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertTrue(result.verdict().end().isDrained());
        assertEquals(result.totals().accounting().offered(),
            result.totals().sent().sent() - result.totals().sent().ticksHigh());
    }

    @ParameterizedTest
    @CsvSource({ "nvme", "nic", "virtio", "timer", "ipi-heavy", "noisy-neighbour", "mixed-host" })
    void shouldMissAnEventThatADeviceSentAndNobodyOffered(final String profile) throws IOException
    {
        assertBroken("sent ", run(VirtualFaults.SWALLOWED, profile, 300));
    }

    @ParameterizedTest
    @CsvSource({ "nvme", "nic", "virtio", "timer", "noisy-neighbour", "mixed-host" })
    void shouldFindADeviceWhoseDriverDoesNoMoreForIt(final String profile) throws IOException
    {
        assertBroken(
            "its handler ended, and its source was not notified", run(VirtualFaults.FORGOTTEN, profile, 400));
    }

    @Tag("P5")
    @ParameterizedTest
    @CsvSource({ "noisy-neighbour", "mixed-host" })
    void shouldFindAVcpuWhoseDoorbellIsNotHeard(final String profile) throws IOException
    {
        assertBroken(
            "P5", "has a doorbell that its host has not taken as it rang", run(VirtualFaults.DEAF, profile, 800));
    }

    /** A guest that is resident stays where it is, and one of KVM leaves and enters again without an end. */
    @ParameterizedTest
    @CsvSource({ "nvme", "virtio", "noisy-neighbour", "mixed-host" })
    void shouldFindAGuestThatNeverTakesItsSignal(final String profile) throws IOException
    {
        assertBroken("which could take it and has nothing else to do", run(VirtualFaults.DEAF_GUEST, profile, 800));
    }

    @ParameterizedTest
    @CsvSource({ "nvme", "nic", "virtio", "ipi-heavy", "noisy-neighbour" })
    void shouldFindAnInterruptThatStaysActive(final String profile) throws IOException
    {
        assertBroken("which could take it and has nothing else to do", run(VirtualFaults.STRAY, profile, 800));
    }

    /** The host is deaf for some phases alone, and nothing is pending at the end. */
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldFindAVcpuThatSleepsThroughAPauseOfAllTraffic(final boolean pausesAll)
    {
        final PhaseShape.PhaseChange paused =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE,
            pausesAll));
        final VmShape vm = VirtualStorms.vms("vm", 1, 512, 2_000, VirtualStorms.guest(1_000, false));
        final List<PhaseShape> phases = List.of(new PhaseShape("on", 5_000_000, List.of()),
            new PhaseShape("off", 5_000_000, List.of(paused)), new PhaseShape("again", 50_000_000, List.of()));
        final StormConfig config = VirtualStorms.config(60, 1, vm).shaped(
            SettingValues.NONE, new HostShape(List.of(vm), HostShape.Order.GROUP, phases));
        final StormProfile profile = JobProfiles.ALL.of("overcommit");
        final Workload workload = profile.workload(config, SettingValues.NONE);
        final boolean[] isDeaf = { false };
        final RunSeams seams = new RunSeams(
            sources -> VirtualFaults.watched(DueEvents.class, sources, "begin", given ->
            {
                isDeaf[0] = (int)given[0] < 2;
                return null;
            }),
            port -> VirtualFaults.watched(
                GuestPort.class, port, "isWoken", given -> isDeaf[0] ? (Object)false : null),
            books -> { });
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new VirtualRun(Options.of(config, workload, SnapshotSchedule.AT_END),
                machine, new NoLog(), CostModel.DEFAULT, seams).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
        }
    }

    private static void assertBroken(final String clause, final StormResult result)
    {
        assertBroken("P13", clause, result);
    }

    private static void assertBroken(final String promise, final String clause, final StormResult result)
    {
        final StormVerdict verdict = result.verdict();

        assertEquals(Outcome.INVARIANT_BROKEN, verdict.outcome(), verdict.toString());
        assertTrue(verdict.failure().startsWith(promise + " broken: ") && verdict.failure().contains(clause),
            verdict.failure());
        assertEquals(0, result.totals().accounting().remainder(), "the books of the machine show nothing");
    }

    private static StormResult run(final VirtualFaults fault, final String profile, final long from)
        throws IOException
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final SettingValues chosen = SettingValues.NONE.with(StormSettings.COUNT, 8_000L)
            .with(StormSettings.CLOCK, StormSettings.VIRTUAL);
        final StormPlan plan = jobs.plan(
            jobs.read(profile, InputStream.nullInputStream(), Assignments.NONE), profile, chosen, Spelling.NAMES);
        final Workload workload = plan.workload();
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return fault.run(Options.of(plan.config(), workload), machine, new NoLog(), from);
        }
    }
}

package org.gale.engine.storm.law;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the times at which vCPUs send: 1,000 IPIs to one other and 500 to all others a second, of vCPU 1 of two. */
@Tag("P13")
class IpiGapsTest
{
    private static final long SEED = 3;
    private static final int ONE = 2;
    private static final int ALL = 3;

    private final int[] awaits = new int[2];
    private IpiGaps gaps;

    /** Returns the first time of a Poisson process of a mean, which its second number has, by another way. */
    private static long firstNs(final double meanNs)
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        random.nextLong();

        return (long)(-Math.log((random.nextLong() >>> 11) / 0x1p53) * meanNs);
    }

    @BeforeEach
    void begin()
    {
        final String job = "job: x\nclock: virtual\nmachine: {kind: kvm, pes: 2}\nvms: [{name: a, count: 1, vpes: 2, " +
            "devices: [{name: d, traffic: {kind: ipi, unicast: 1k, broadcast: 500}}]}]\n";
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        gaps = new IpiGaps(jobs.plan(
            jobs.read("-", new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)), Assignments.NONE), "-",
            SettingValues.NONE, Spelling.NAMES).workload().topology().groups().get(0).devices().get(0).stream()
            .model(), 2);
        gaps.seeded(ONE, SEED);
        gaps.seeded(ALL, SEED);
    }

    /** Lets the times to one other and to all others begin at these. */
    private void first(final long oneNs, final long allNs)
    {
        gaps.gap(ONE, oneNs);
        gaps.gap(ALL, allNs);
    }

    @Test
    void shouldDrawTheTimesOfEachRateFromItsSeed()
    {
        first(firstNs(1e6), firstNs(2e6));
        assertNull(gaps.broken());
        begin();
        gaps.gap(ALL, firstNs(2e6) + 2);

        assertEquals("vCPU 1 sends to all others: its event 1 comes " + (firstNs(2e6) + 2) + " ns after the one " +
            "before, and its seed gives " + firstNs(2e6), gaps.broken());
        begin();
        gaps.gap(ONE, firstNs(1e6) - 2);
        assertNotNull(gaps.broken());
    }

    @Test
    void shouldSendWhatIsDueFirst()
    {
        final long oneNs = firstNs(1e6);
        first(oneNs, firstNs(2e6));
        gaps.running(1, true);
        gaps.gap(ONE, 70);
        gaps.sends(1, true, false, oneNs, oneNs + 5);
        assertNull(gaps.broken());
        gaps.sends(1, false, true, oneNs, oneNs + 5);
        assertEquals("vCPU 1 sends at " + (oneNs + 5) + " ns what is due at " + oneNs + " ns, and its processes were " +
            "at " + oneNs + " and 0 ns", gaps.broken());
    }

    @Test
    void shouldFindATimeThatIsNotThatOfTheProcessAndOneThatIsEarly()
    {
        final long oneNs = firstNs(1e6);
        first(oneNs, firstNs(2e6));
        gaps.gap(ONE, 70);
        gaps.sends(1, true, true, oneNs + 1, oneNs + 5);
        assertNotNull(gaps.broken());
        begin();
        first(oneNs, firstNs(2e6));
        gaps.gap(ONE, 70);
        gaps.sends(1, true, true, oneNs, oneNs - 1);
        assertNotNull(gaps.broken());
    }

    @Test
    void shouldFindABroadcastBeforeAnIpiThatWasDueEarlier()
    {
        first(firstNs(1e6), firstNs(2e6));
        gaps.gap(ALL, 70);
        gaps.sends(1, true, true, firstNs(2e6), firstNs(2e6));

        assertNotNull(gaps.broken());
    }

    @Test
    void shouldGoOnInTimeForAVcpuThatMaySend()
    {
        final long oneNs = firstNs(1e6);
        first(oneNs, firstNs(2e6));
        gaps.running(1, true);
        goesOn(oneNs);
        awaits[1] = 1;
        goesOn(oneNs + 1);
        awaits[1] = 0;
        gaps.running(1, false);
        goesOn(oneNs);
        gaps.wakes(1, oneNs);
        goesOn(oneNs + 1);
        assertNull(gaps.broken());
        gaps.running(1, true);
        goesOn(oneNs + 1);

        assertEquals("vCPU 1 has to send at " + oneNs + " ns, and its device goes on at " + (oneNs + 1) + " ns",
            gaps.broken());
    }

    /** Goes on twice, which asks of both vCPUs. */
    private void goesOn(final long ns)
    {
        gaps.goesOn(ns, awaits, 0);
        gaps.goesOn(ns, awaits, 0);
    }

    @Test
    void shouldFindAVcpuThatAsksTooEarly()
    {
        first(firstNs(1e6), firstNs(2e6));
        gaps.wakes(1, firstNs(1e6) - 1);

        assertNotNull(gaps.broken());
    }
}

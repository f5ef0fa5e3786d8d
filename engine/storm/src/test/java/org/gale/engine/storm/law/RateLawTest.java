package org.gale.engine.storm.law;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the law of rates. */
@Tag("P13")
class RateLawTest
{
    private static final long MS = 1_000_000;

    private static RateLaw law(final String arrivals)
    {
        final String job = "job: x\nclock: virtual\nmachine: {kind: kvm, pes: 2}\n" +
            "vms: [{name: a, count: 2, vpes: 1, devices: [{name: d, count: 1, events: 4, " +
            "traffic: {kind: open, rate: 1k" + arrivals + "}}]}]\n" +
            "phases: [{name: one, duration: 1s}, {name: two, duration: 1s, change: {a: {scale: 4}}}]\n";
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final Topology topology = jobs.plan(
            jobs.read("-", new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)), Assignments.NONE), "-",
            SettingValues.NONE, Spelling.NAMES).workload().topology();

        return new RateLaw(topology, false);
    }

    private static void batches(final RateLaw law, final int count, final long stepNs, final long each)
    {
        for (int i = 0; i <= count; i++)
        {
            law.batch(i * stepNs, each, 0);
        }
    }

    @Test
    void shouldAllowEvenStreamsOneEachMoreOrLess()
    {
        final RateLaw law = law(", arrivals: constant");
        batches(law, 100, MS, 2);

        assertNull(law.broken());
        law.batch(102 * MS, 1, 0);

        assertNull(law.broken());
        law.batch(106 * MS, 1, 0);

        assertEquals("open streams have 203 events in 106,000,000 ns, 0 of them skipped, and their rates give 212 " +
            "within 3", law.broken());
    }

    @Test
    void shouldAllowWhatChanceDoes()
    {
        final RateLaw law = law(", arrivals: poisson");
        batches(law, 1_000, MS, 2);
        law.batch(1_000 * MS, 260, 0);
        law.batch(1_000 * MS, 1, 0);

        assertNull(law.broken());
        law.batch(1_000 * MS, 30, 0);
        law.batch(1_000 * MS, 1, 0);

        assertNotNull(law.broken());
    }

    @Test
    void shouldCountSkippedEvents()
    {
        final RateLaw law = law(", arrivals: constant");
        law.batch(0, 2, 50);
        law.batch(100 * MS, 2, 248);

        assertNull(law.broken());
        law.batch(200 * MS, 2, 249);

        assertNotNull(law.broken());
    }

    @Test
    void shouldCountByTheRatesOfAPhase()
    {
        final RateLaw law = law(", arrivals: constant");
        batches(law, 100, MS, 2);

        assertNull(law.phase(1));
        batches(law, 100, MS, 8);

        assertNull(law.broken());
        batches(law, 100, MS, 2);

        assertNotNull(law.phase(1));
        assertNull(law.broken());
    }

    @Test
    void shouldForgetWhatCameBeforeARestart()
    {
        final RateLaw law = law(", arrivals: constant");
        law.batch(0, 1_000, 0);
        law.restart();
        law.batch(MS, 2, 0);
        law.batch(2 * MS, 2, 0);

        assertNull(law.broken());
        assertEquals(1_004, law.measured());
        law.measure();

        assertEquals(0, law.measured());
    }

    @Test
    void shouldHaveNoLawOfBursts()
    {
        final RateLaw law = law(", arrivals: {on-off: {alpha: 1.5, on: 1ms, off: 9ms}}");
        batches(law, 1_000, MS, 20);

        assertNull(law.broken());
    }
}

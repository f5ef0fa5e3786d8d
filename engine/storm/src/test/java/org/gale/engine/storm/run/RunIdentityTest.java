package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.ForwardingWorkload;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("P6")
class RunIdentityTest
{
    /** A batch has more events than there are LPIs, so that each of its frames merges. */
    private static final StormConfig MERGING = StormConfigs.of(Storms.open(10_000, 2e9)).poisson(false).build();
    private static final LaneWords WORDS = new LaneWords(17, 17, 0);

    @Test
    void shouldLetAWorkloadMergeThatSaysSo()
    {
        final Workload workload = new ResidentWorkload(MERGING);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new StormRun(Options.of(MERGING, workload), machine, new NoLog()).run();

            assertTrue(workload.merges());
            assertTrue(result.totals().accounting().coalesced() > 0);
            assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
            assertNull(new RunIdentity(new StormLedgers(machine, 2), 2, false)
                .fault(accounting(10, 10), WORDS, 10, 10), "what merged before the run");
        }
    }

    @Test
    void shouldFindAWorkloadThatMergesThoughItSaysThatItDoesNot()
    {
        final Workload workload = new Lying(new ResidentWorkload(MERGING));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new StormRun(Options.of(MERGING, workload), machine, new NoLog()).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
            assertEquals(7, result.verdict().outcome().exitCode());
            assertEquals("P6 broken: VM 0 coalesced " +
                String.format("%,d", result.totals().accounting().vms().get(0).account().coalesced()) +
                " events, though each waits for the delivery of the one before", result.verdict().failure());
        }
    }

    @Test
    void shouldLetAnythingMergeWhereProducersAttach()
    {
        final Workload workload = new Lying(new ResidentWorkload(MERGING));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final RunOptions.Producers attaching =
                new RunOptions.Producers(List.of(new AttachPoint(2, 64, () -> 1)), true);
            final StormResult result =
                new StormRun(Options.of(MERGING, workload, attaching), machine, new NoLog()).run();

            assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
            assertEquals(LaneWords.NONE, result.totals().attached().words());
        }
    }

    @ParameterizedTest
    @CsvSource({"default, false", "lpi-stress, false", "overcommit, true", "direct, true"})
    void shouldSayOfEachProfileWhetherItMerges(final String name, final boolean merges)
    {
        final StormProfile profile = JobProfiles.ALL.of(name);
        final StormConfig small = profile.defaults().config();

        assertEquals(merges, profile.workload(small, SettingValues.NONE).merges());
        assertTrue(profile.workload(StormConfigs.of(small).ratePerS(1e6).build(), SettingValues.NONE).merges());
    }

    @Test
    void shouldHaveDrainedWhatTheGeneratorPublished()
    {
        final StormConfig config = Storms.small(1_000);
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new StormRun(Options.of(config, workload), machine, new NoLog()).run();

            final LaneWords words = result.generator().words();
            assertEquals(words.published(), words.drained());
            assertEquals(0, words.left());
            assertTrue(words.published() > 1_000 + 2 * (1_000 / 64), "events, a TIME for each batch, and the set-up");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "17 | 17 | 0 | 10 |",
        "17 | 16 | 1 | 10 | P6 broken: the generator published 10 events in 17 words, and the engine drained 10 in 16",
        "17 | 16 | 0 | 10 | P6 broken: the generator published 10 events in 17 words, and the engine drained 10 in 16",
        "17 | 17 | 0 | 9  | P6 broken: the generator published 10 events in 17 words, and the engine drained 9 in 17",
        "17 | 17 | 0 | 11 | P6 broken: the generator published 10 events in 17 words, and the engine drained 11 in 17",
    })
    void shouldNameWhatWasPublishedAndNotDrained(
        final long published, final long drained, final long left, final long events, final String fault)
    {
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(MERGING).machine()))
        {
            assertEquals(fault, new RunIdentity(new StormLedgers(machine, 2), 2, false)
                .fault(accounting(10, 10), new LaneWords(published, drained, left), 10, events));
        }
    }

    @Test
    void shouldNameTheRemainderFirst()
    {
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(MERGING).machine()))
        {
            final RunIdentity identity = new RunIdentity(new StormLedgers(machine, 2), 2, false);

            assertEquals("P6 broken: the remainder is 1", identity.fault(accounting(10, 9), WORDS, 10, 9));
            assertEquals("P6 broken: the remainder is -1", identity.fault(accounting(9, 10), WORDS, 9, 9));
        }
    }

    private static StormAccounting accounting(final long offered, final long delivered)
    {
        return new StormAccounting(offered, delivered, 0, 0, Map.of(), List.of(), List.of());
    }

    /** Workload that merges and says that it does not. */
    private static final class Lying extends ForwardingWorkload
    {
        Lying(final Workload workload)
        {
            super(workload);
        }

        @Override
        public boolean merges()
        {
            return false;
        }
    }
}

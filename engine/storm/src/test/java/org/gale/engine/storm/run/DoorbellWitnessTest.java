package org.gale.engine.storm.run;

import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the witness of doorbells on the wall clock: a host hears each by its second look. */
@Tag("P5")
class DoorbellWitnessTest
{
    private static StormResult run(final WallFaults fault, final long from, final int pes, final long seed)
    {
        final StormConfig config = StormConfigs.begin().vms(3).vpes(2).devices(2).events(32).untimed()
            .countLimit(4_000).seed(seed).pes(pes).build();
        final StormProfile profile = JobProfiles.ALL.of("overcommit");
        final Workload workload = profile.workload(config, profile.stated(SettingValues.NONE));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final RunOptions options = Options.of(config, workload);

            return fault == null ? WallFaults.stepped(options, machine, new NoLog(), WallSeams.NONE) :
                fault.run(options, machine, new NoLog(), from);
        }
    }

    /** A stream goes on after the doorbell: it is the last of none, and was heard too late. */
    @ParameterizedTest
    @CsvSource({ "DEAF, 1", "DEAF, 20", "LATE, 1", "LATE, 20", "LATE, 40" })
    void shouldFindADoorbellThatIsNotHeardByTheSecondLook(final WallFaults fault, final long from)
    {
        final StormResult result = run(fault, from, 3, 1);

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
        assertNotNull(result.verdict().broken());
        assertEquals("P5", result.verdict().broken().promise());
        assertTrue(result.verdict().failure().matches("P5 broken: VM \\d VPE \\d, which sleeps, has a doorbell " +
            "that its host missed in two checks, at [\\d,]+ ns.*"), result.verdict().failure());
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 20, 40 })
    void shouldLetAHostLookAgain(final long from)
    {
        final StormResult result = run(WallFaults.SLOW, from, 3, 1);

        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
    }

    @ParameterizedTest
    @CsvSource({ "1, 1", "2, 2", "3, 3", "5, 4", "6, 5" })
    void shouldFindNothingWhereAllAreHeard(final int pes, final long seed)
    {
        final StormResult result = run(null, 0, pes, seed);

        assertNull(result.verdict().failure());
        assertEquals(4_000, result.totals().accounting().offered());
    }
}

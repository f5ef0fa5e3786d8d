package org.gale.engine.storm.virtual;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.gale.engine.config.Outcome;
import org.gale.engine.gicv5.Gicv5Faults;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.FaultyMachine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of runs whose machine loses something: none may come to its end as if nothing had happened. */
@Tag("P1")
@Tag("P2")
@Tag("P4")
class BrokenBooksTest
{
    private static final long FIRST_COMMAND = 2_000;
    private static final StormConfig STORM = config(3_000, 4, vms("vm", 4, 64, 200_000, guest(3_000, false)));

    private static StormResult run(final Predicate<Machine> fault)
    {
        return VirtualStorms.run(STORM, new ResidentWorkload(STORM), CostModel.DEFAULT,
            machine -> FaultyMachine.of(machine, FIRST_COMMAND, fault));
    }

    @Test
    void shouldEndWellWithoutAFault()
    {
        assertEquals(Outcome.OK, run(machine -> true).verdict().outcome());
    }

    /** Interrupts waited longer than they were owed, or were owed longer than they waited: by one nanosecond. */
    @ParameterizedTest
    @CsvSource({ "1, -1", "-1, 1" })
    void shouldFindADifferenceOfLittlesLawInEitherDirection(final long addedNs, final long differenceNs)
    {
        final ResidentWorkload workload = new ResidentWorkload(STORM);
        final RunSeams seams = new RunSeams(UnaryOperator.identity(), UnaryOperator.identity(),
            books -> books.waits().add(addedNs));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final StormResult result = new VirtualRun(Options.of(STORM, workload, SnapshotSchedule.AT_END), machine,
                new NoLog(), CostModel.DEFAULT, seams).run();

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
            assertEquals("Little's law is broken: interrupts owed over time and the waits of interrupts differ by " +
                differenceNs + " ns", result.verdict().failure());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Gicv5Faults.class, names = {"DOORBELL", "PRIVATE"}, mode = EnumSource.Mode.EXCLUDE)
    void shouldEndWithABrokenPromise(final Gicv5Faults fault)
    {
        final StormResult result = run(machine -> fault.applyFrom(machine, 2, 0));

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
    }
}

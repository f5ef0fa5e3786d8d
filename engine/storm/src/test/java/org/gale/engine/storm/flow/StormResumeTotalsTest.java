package org.gale.engine.storm.flow;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the totals of a resumed storm, which its machine or its journal counts. */
class StormResumeTotalsTest
{
    private static final StormConfig CONFIG = Storms.small(1);
    /** Device that no VM has. */
    private static final int FOREIGN = 999;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
    private Machine machine;

    @BeforeEach
    void setUpMachine()
    {
        machine = Machines.FACTORY.create(new ResidentWorkload(CONFIG).machine());
        Storms.setUp(CONFIG, machine);
    }

    @AfterEach
    void closeMachine()
    {
        machine.close();
    }

    @ParameterizedTest
    @CsvSource({ "1, 0, 0, 0", "0, 1, 0, 0", "0, 0, 1, 0", "0, 0, 0, 1", "2, 1, 0, 0", "1, 2, 4, 8" })
    void shouldBeTotalsOfAResumeIfSomethingWasCounted(
        final long offered, final long delivered, final long commands, final long frames)
    {
        assertFalse(
            new StormResumeTotals(offered, delivered, commands, frames, ResumePosition.START).isNone());
    }

    @Test
    void shouldBeNoneWithoutAnything()
    {
        assertTrue(StormResumeTotals.NONE.isNone());
    }

    @Test
    void shouldCountByTheLedgersWhereTheJournalDoesNotTell()
    {
        apply(Commands.msi(0, 3, 0));
        apply(Commands.msi(0, 3, 0));
        apply(Commands.msi(2, 5, 0));
        turns();
        apply(Commands.msi(1, 1, 0));
        apply(Commands.msi(FOREIGN, 0, 0));
        final long applied = machine.commandCount();

        final StormResumeTotals totals = StormResumeTotals.of(Topology.of(CONFIG), machine, -1, 7);

        // Three events of VM 0, one of which coalesced, one of VM 1, and one that no ITS translates.
        assertEquals(new StormResumeTotals(5, 2, applied, 7, ResumePosition.START), totals);
    }

    @Test
    void shouldTakeTheEventsOfTheJournalWhereItCountsThem()
    {
        apply(Commands.msi(0, 3, 0));

        assertEquals(0, StormResumeTotals.of(Topology.of(CONFIG), machine, 0, 7).offered());
        assertEquals(9, StormResumeTotals.of(Topology.of(CONFIG), machine, 9, 7).offered());
    }

    @Test
    void shouldCountNoVmBeyondThoseOfTheStorm()
    {
        apply(Commands.msi(0, 3, 0));
        apply(Commands.msi(2, 5, 0));

        final Topology one = Topology.of(StormConfigs.of(CONFIG).vms(1).build());

        assertEquals(1, StormResumeTotals.of(one, machine, -1, 7).offered());
    }

    @Test
    void shouldKeepTheTotalsAtAPosition()
    {
        final ResumePosition position = new ResumePosition(9, 8, new long[]{ 1, 2 });
        final StormResumeTotals totals = new StormResumeTotals(1, 2, 3, 4, ResumePosition.START).at(position);

        assertEquals(new StormResumeTotals(1, 2, 3, 4, position), totals);
        assertSame(position, totals.position());
    }

    /** Has each PE acknowledge and deactivate what is pending for it. */
    private void turns()
    {
        for (int pe = 0; pe < machine.config().pes(); pe++)
        {
            apply(Commands.turn(pe, 1));
        }
        machine.outputs().clear();
    }

    private void apply(final long word)
    {
        command.putLong(0, word);
        machine.apply(command, 0);
    }
}

package org.gale.engine.storm.run;

import java.util.function.UnaryOperator;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the witness of vectors, by commands that reach the machine and that it does not see. */
@Tag("P1")
@Tag("P2")
@Tag("M-MSIXLIVE")
class VectorWitnessTest
{
    private static final long COUNT = 20_000;
    private static final int FRAME = 4;

    /** Command that the witness does not see, and what it says of it. */
    enum Hidden
    {
        /** Trigger of a vector, which a device did not make. */
        TRIGGER("vector 3 of function 1 was delivered though none of its events was due|VM 0: .* merged at pending|" +
            "LPI .* is pending though no message of its vector is due"),
        /** Mask of a vector, whose triggers are held from then on. */
        MASK("vector 3 of function 1, triggered by command [0-9,]+, is lost: its LPI is neither"),
        /** Function without MSI-X, whose triggers are rejected. */
        DISABLE("vector [0-9]+ of function 1, triggered by command [0-9,]+, is lost: its LPI is neither");

        private final String finding;

        Hidden(final String finding)
        {
            this.finding = finding;
        }

        void apply(final Machine machine)
        {
            final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
            final long entry = VectorWorkload.bar(1) + 3 * 16;
            switch (this)
            {
                case TRIGGER -> command.putLong(0, Commands.trigger(1, 3, 0));
                case MASK -> Commands.store(command, 0, entry + 12, Integer.BYTES, 1);
                case DISABLE -> MsixVerb.CONTROL.encode(command, 0, 1, 0, MsixVerb.UNCHANGED);
            }
            final int end = CommandWord.length(command.getLong(0)) << 3;
            assertEquals(end, machine.apply(command, 0, end));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndTheStormWhereTheMachineDoesWhatNoCommandSays(final Hidden hidden)
    {
        final StormVerdict verdict = verdict((machine, next) -> new ForwardingObserver(next)
        {
            private int frames;

            @Override
            public void raised(final long nowNs)
            {
                super.raised(nowNs);
                frames++;
                if (frames == FRAME)
                {
                    hidden.apply(machine);
                }
            }
        });

        assertEquals(Outcome.INVARIANT_BROKEN, verdict.outcome(), verdict::failure);
        assertTrue(verdict.failure().matches("(?s)P[12] broken: (" + hidden.finding + ").*"), verdict::failure);
    }

    @Test
    void shouldFindNothingWhereTheMachineFollowsItsCommands()
    {
        assertNull(verdict((machine, next) -> next).failure());
    }

    /** Seam of a run. */
    @FunctionalInterface
    private interface Seam
    {
        RunObserver observer(Machine machine, RunObserver next);
    }

    private static StormVerdict verdict(final Seam seam)
    {
        final StormConfig config = StormConfigs.begin().vms(2).vpes(2).devices(2).events(8).untimed().latencyEvery(1)
            .countLimit(COUNT).ratePerS(1e6).build();
        final VectorWorkload workload = new VectorWorkload(new ResidentWorkload(config));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final UnaryOperator<RunObserver> watched = next -> seam.observer(machine, next);

            return new StormRun(Options.of(config, workload), machine, new NoLog(), watched, Timeline.HOST).run()
                .verdict();
        }
    }
}

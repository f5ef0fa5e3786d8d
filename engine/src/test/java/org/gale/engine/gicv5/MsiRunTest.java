package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compares runs of MSIs with the same MSIs one by one, for small tables and for those that are loaded ahead. */
@Tag("B-ITS-6")
class MsiRunTest
{
    private static final int DEVICES = 16;
    private static final int BUDGET = 20;
    private static final int COMMANDS = 5_000;

    private final ExpandableArrayBuffer tape = new ExpandableArrayBuffer();
    private int end;

    @ParameterizedTest(name = "{0} events of each device")
    @ValueSource(ints = {64, 65_536})
    void shouldEqualTheMessages(final int events)
    {
        final StormConfig config =
            StormConfigs.begin().vms(1).vpes(2).devices(DEVICES).events(events).untimed().build();
        final RandomSource random = new RandomSource(events);
        for (int i = 0; i < COMMANDS; i++)
        {
            if (random.oneIn(7))
            {
                tape.putLong(end, Commands.timeWord(i));
                tape.putLong(end + Long.BYTES, Commands.msi(0, 0, 0));          // a send time may look like anything
                end += 2 * Long.BYTES;
            }
            final boolean isTurn = random.oneIn(500);
            tape.putLong(end, isTurn ? Commands.turn(random.below(2), BUDGET) :
                Commands.msi(random.below(DEVICES + 1), random.below(events), 0));   // the last device is none
            end += Long.BYTES;
        }
        try (Machine run = machine(config); Machine singles = machine(config))
        {
            final List<Long> outputsOfRun = new ArrayList<>();
            for (int at = 0; at < end;)
            {
                at = run.apply(tape, at, end);
                take(run.outputs(), outputsOfRun);
            }
            final List<Long> outputsOfSingles = new ArrayList<>();
            for (int at = 0; at < end;)
            {
                at = singles.apply(tape, at);
                take(singles.outputs(), outputsOfSingles);
            }

            assertEquals(outputsOfSingles, outputsOfRun);
            assertEquals(singles.runDigest(), run.runDigest());
            assertTrue(run.untranslated() > 0);
            assertEquals(singles.untranslated(), run.untranslated());
            assertEquals(0, run.accounts().ledger(run.accounts().firstOwner()).remainder());
        }
    }

    private static Machine machine(final StormConfig config)
    {
        final Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine());
        Storms.setUp(config, machine);

        return machine;
    }

    private static void take(final Outputs outputs, final List<Long> taken)
    {
        for (int i = 0; i < outputs.words(); i++)
        {
            taken.add(outputs.word(i));
        }
        outputs.clear();
    }
}

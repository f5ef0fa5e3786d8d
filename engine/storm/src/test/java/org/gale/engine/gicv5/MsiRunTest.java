package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Compares runs of MSIs with the same MSIs one by one, for small tables and for those that are loaded ahead, and those
 * of several ITSs.
 */
@Tag("B-ITS-6")
@Tag("T-ITS-3")
class MsiRunTest
{
    private static final int DEVICES = 16;
    private static final int BUDGET = 20;
    private static final int COMMANDS = 5_000;

    private final ExpandableArrayBuffer tape = new ExpandableArrayBuffer();
    private int end;

    @ParameterizedTest(name = "{0} events of each device, {1} ITSs")
    @CsvSource({"64, 1", "65536, 1", "64, 3", "65536, 4"})
    void shouldEqualTheMessages(final int events, final int itss)
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
            final int device = random.below(DEVICES + 1);                       // the last device is none
            final int its = random.oneIn(20) ? random.below(itss) : device % itss;
            if (isTurn || its == 0)
            {
                tape.putLong(end, isTurn ? Commands.turn(random.below(2), BUDGET) :
                    Commands.msi(device, random.below(events), random.below(5)));
                end += Long.BYTES;
            }
            else
            {
                end = Commands.msiLong(tape, end, its, device, random.below(events));
                tape.putLong(end - 2 * Long.BYTES, tape.getLong(end - 2 * Long.BYTES) | random.below(5));
            }
        }
        try (Machine run = machine(config, itss); Machine singles = machine(config, itss))
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

    private static Machine machine(final StormConfig config, final int itss)
    {
        final Workload workload = new ResidentWorkload(config, MachineConfig.parse(List.of("itss=" + itss)));
        final Machine machine = Machines.FACTORY.create(workload.machine());
        Storms.emitAll(workload.setUp((words, count) -> machine.apply(words, 0)));
        machine.outputs().clear();

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

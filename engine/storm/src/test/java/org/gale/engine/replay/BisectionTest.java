package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.system.Machines;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the bisection. Two machines that differ stand for one that is not deterministic. */
class BisectionTest
{
    private static final MachineConfig FULL = MachineConfig.parse(List.of("pes=2", "ram=0x40000000:0x100000"));
    private static final MachineConfig FEWER_PRIORITIES =
        MachineConfig.parse(List.of("pes=2", "ram=0x40000000:0x100000", "pri_bits=3"));

    @TempDir
    private Path home;

    @Test
    void shouldNameTheIntervalWhenReplaysAreEqual() throws IOException
    {
        final Path journal = home.resolve("run");
        write(journal, 1);
        final Divergence divergence = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).divergence();

        assertEquals("  A second replay came to the same as the first. Between commands 3 and 5 the journal holds no " +
            "digest to compare with.", Bisection.explain(journal, divergence, ReplayProgress.NONE, Machines.FACTORY));
    }

    @Test
    void shouldNameTheCommandAndTheValueWhenReplaysDiffer() throws IOException
    {
        final Path journal = home.resolve("run");
        write(journal, 1);
        final Divergence divergence = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).divergence();

        final String text = Bisection.explain(
            journal, divergence, ReplayProgress.NONE, inTurn(FEWER_PRIORITIES, FULL, FEWER_PRIORITIES));

        assertEquals(List.of(
            "  A second replay differed from the first. Two side by side differ first at command 4 " +
                "(LOAD 4 bytes at 0x8010004 irs.config+0x4): word 1 of the outputs",
            "  first    0x" + Long.toHexString(load(FULL)),
            "  second   0x" + Long.toHexString(load(FEWER_PRIORITIES))), text.lines().toList());
    }

    @Test
    void shouldSaySoWhenTwoReplaysSideBySideDoNotDiffer() throws IOException
    {
        final Path journal = home.resolve("run");
        write(journal, 1);
        final Divergence divergence = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).divergence();

        assertEquals("  A second replay differed from the first, and two side by side did not differ.",
            Bisection.explain(journal, divergence, ReplayProgress.NONE, inTurn(FEWER_PRIORITIES, FULL, FULL)));
    }

    @Test
    void shouldNameTheEntryThatDiffers() throws IOException, InterruptedException
    {
        final Path journal = home.resolve("storm");
        Runs.storm(journal, JournalConfig.DEFAULT, 500);
        final StormConfig storm = Runs.storm(500);
        try (Machine first =
                Replay.replay(journal, ReplayOptions.DEFAULT, ReplayProgress.NONE, Machines.FACTORY).machine();
            Machine second = Machines.FACTORY.create(new ResidentWorkload(storm).machine()))
        {
            try (ReplayedMachine other =
                Replay.replay(journal, ReplayOptions.DEFAULT, ReplayProgress.NONE, config -> second))
            {
                assertEquals(first.runDigest(), other.machine().runDigest());
                assertNull(MachineDifference.find(first, second));
                final UnsafeBuffer command = new UnsafeBuffer(new byte[8]);
                command.putLong(0, Commands.msi(3, 5, 0));
                second.apply(command, 0);

                final MachineDifference difference = MachineDifference.find(first, second);

                assertEquals("L2_ISTE of VM 1 LPI 69", difference.what());
                assertTrue(difference.first().matches(
                    "0x[0-9a-f]{8}  IAFFID=\\d PRIORITY=\\d+ HWU=0 IRM=0 ENABLE=1 HM=edge ACTIVE=0 PENDING=0"),
                    difference.first());
                assertTrue(difference.second().endsWith(" PENDING=1"), difference.second());
            }
        }
    }

    @Test
    void shouldNameTheAddressWhereRamDiffers()
    {
        try (Machine first = Machines.FACTORY.create(FULL); Machine second = Machines.FACTORY.create(FULL))
        {
            second.memory().storeLong(0x4000_3008L, 7);

            assertEquals(new MachineDifference("RAM at 0x40003008", "0x0", "0x7"),
                MachineDifference.find(first, second));
        }
    }

    @Test
    void shouldNameThePeWhoseSignalsDiffer()
    {
        try (Machine first = Machines.FACTORY.create(FULL); Machine second = Machines.FACTORY.create(FULL))
        {
            final UnsafeBuffer commands = new UnsafeBuffer(new byte[64]);
            int end = Commands.sysw(commands, 0, 1, 1, SystemRegister.ICC_PPI_ENABLER0_EL1.code(), 1L << 27);
            first.apply(commands, 0, end);
            end = Commands.wire(commands, end, Commands.WIRE_PPI, 1, 27, true);
            second.apply(commands, 0, end);

            final MachineDifference difference = MachineDifference.find(first, second);

            assertEquals("PE 1", difference.what());
            assertTrue(difference.first().contains(" ppihppi=0x0 "), difference::first);
            assertFalse(difference.second().contains(" ppihppi=0x0 "), difference::second);
        }
    }

    /** Writes five commands, a digest after the second, and a changed digest after the last. */
    private static void write(final Path journal, final long change) throws IOException
    {
        try (JournalWriter writer = Runs.writer(journal, JournalConfig.DEFAULT, FULL);
            Machine machine = Machines.FACTORY.create(FULL))
        {
            final UnsafeBuffer commands = new UnsafeBuffer(new byte[128]);
            commands.putLong(0, Commands.msi(1, 2, 3));
            int end = Commands.store(commands, 8, 0x4000_0000L, 8, -1);
            append(writer, 2, commands, end);
            machine.apply(commands, 0, end);
            Runs.digest(writer, machine, 0, 0, 0);
            end = Commands.load(commands, 0, 0x4000_0010L, 8);      // its output is not that of the next command
            end = Commands.load(commands, end, FULL.value(MachineKeys.IRS_CONFIG) + 4, 4);
            end = Commands.store(commands, end, 0x4000_0018L, 8, -1);
            append(writer, 3, commands, end);
            machine.apply(commands, 0, end);
            Runs.digest(writer, machine, change, 0, 0);
        }
    }

    private static void append(final JournalWriter writer, final int count, final UnsafeBuffer commands, final int end)
    {
        final long[] words = new long[end >>> 3];
        for (int i = 0; i < words.length; i++)
        {
            words[i] = commands.getLong(i << 3);
        }
        Runs.append(writer, count, words);
    }

    private static long load(final MachineConfig config)
    {
        try (Machine machine = Machines.FACTORY.create(config))
        {
            final UnsafeBuffer command = new UnsafeBuffer(new byte[16]);
            Commands.load(command, 0, config.value(MachineKeys.IRS_CONFIG) + 4, 4);
            machine.apply(command, 0);

            return machine.outputs().lastValue();
        }
    }

    private static MachineFactory inTurn(final MachineConfig... configs)
    {
        final Deque<MachineConfig> left = new ArrayDeque<>(Arrays.asList(configs));

        return ignored -> Machines.FACTORY.create(left.remove());
    }
}

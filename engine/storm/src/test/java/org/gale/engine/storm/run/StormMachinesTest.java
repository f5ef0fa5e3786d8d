package org.gale.engine.storm.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the machines of a session, with RAM in memory or in a file. */
class StormMachinesTest
{
    private static final long RAM_BASE = 0x4000_0000L;
    /** Two and a half of the chunks in which a file is filled. */
    private static final long RAM_BYTES = 0x28_0000;
    private static final MachineConfig CONFIG = MachineConfig.parse(List.of("pes=2", "ram=0x40000000:0x280000"));
    private static final StormMachines MACHINES = new StormMachines(Machines::create);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void shouldMakeMachinesWithRamInMemory()
    {
        assertMachine(MACHINES.factory());
        assertMachine(MACHINES.factory(null, Spelling.NAMES));
    }

    @Test
    void shouldHoldRamInANewFile() throws IOException
    {
        final Path file = directory.resolve("ram");

        try (Machine machine = MACHINES.factory(file, Spelling.NAMES).create(CONFIG))
        {
            machine.memory().storeLong(RAM_BASE + RAM_BYTES - Long.BYTES, 7);

            assertEquals(RAM_BYTES, Files.size(file));
        }

        final byte[] bytes = Files.readAllBytes(file);
        assertEquals(RAM_BYTES, bytes.length);
        assertEquals(7, bytes[bytes.length - Long.BYTES]);
    }

    @Test
    void shouldHoldRamInAnEmptyFile() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("ram"));

        MACHINES.factory(file, Spelling.NAMES).create(CONFIG).close();

        assertEquals(RAM_BYTES, Files.size(file));
    }

    @Test
    void shouldSayWhyARamFileCannotBeMade()
    {
        final Path file = directory.resolve("missing/ram");

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> MACHINES.factory(file, Spelling.NAMES).create(CONFIG));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertEquals("ram-file " + file + ": no such file or directory", refused.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldNameTheRamFileWhereTheHostHasNotTheMemory()
    {
        final OutOfMemoryError error = new OutOfMemoryError("none left");
        final StormMachines none = new StormMachines((config, memory) ->
        {
            memory.close();
            throw error;
        });

        final OutcomeException refused = assertThrows(
            OutcomeException.class, () -> none.factory(null, Spelling.NAMES).create(CONFIG));

        assertEquals(Outcome.RESOURCES, refused.outcome());
        assertSame(error, refused.getCause());
        assertEquals("the host has not the memory for a machine with 2 MiB of RAM (try fewer LPIs, or hold it in a " +
            "file: ram-file F)", refused.getMessage());
    }

    @Test
    void shouldNameTheRamFileOfAMachineThatCannotBeMade()
    {
        final Path file = directory.resolve("ram");
        final StormMachines none = new StormMachines((config, memory) ->
        {
            memory.close();
            throw new UncheckedIOException("the host failed", new IOException("the host failed"));
        });

        assertEquals("ram-file " + file + ": the host failed", assertThrows(
            OutcomeException.class, () -> none.factory(file, Spelling.NAMES).create(CONFIG)).getMessage());
    }

    private static void assertMachine(final MachineFactory factory)
    {
        try (Machine machine = factory.create(CONFIG))
        {
            assertEquals(CONFIG, machine.config());
            assertEquals(RAM_BASE, machine.memory().base());
            assertEquals(RAM_BYTES, machine.memory().sizeBytes());
            assertEquals(0, machine.commandCount());
        }
    }
}

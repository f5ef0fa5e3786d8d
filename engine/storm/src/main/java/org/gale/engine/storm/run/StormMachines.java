package org.gale.engine.storm.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Factory of the machines of a session, with RAM in memory or in a file.
 *
 * @param makes a machine at reset that owns the RAM
 */
public record StormMachines(Maker makes)
{
    private static final int ZEROS_LENGTH = 1 << 20;

    /** Maker of machines. */
    @FunctionalInterface
    public interface Maker
    {
        /**
         * Makes a machine at reset.
         *
         * @param memory its RAM, as the configuration says; closed with the machine
         */
        Machine create(MachineConfig config, PhysicalMemory memory);
    }

    /** Returns a factory of machines with anonymous RAM. */
    public MachineFactory factory()
    {
        return config -> makes.create(config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()));
    }

    /**
     * Returns a factory of machines with RAM in a file.
     *
     * @param ramFile  null for anonymous RAM
     * @param spelling of settings in messages
     * @return a factory that throws {@link OutcomeException} if the host has no room for a machine
     */
    public MachineFactory factory(final Path ramFile, final Spelling spelling)
    {
        return config -> create(() -> makes.create(config, ramFile == null ?
            PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()) : ofFile(ramFile, config)),
            config.ramBytes(), ramFile, spelling);
    }

    /**
     * Makes RAM in a file and reserves its space: a page that finds no space when it is stored to ends the process.
     *
     * @throws UncheckedIOException if there is not enough space; the file is then removed, or empty as before
     */
    private static PhysicalMemory ofFile(final Path file, final MachineConfig config)
    {
        final boolean isNew = Files.notExists(file);
        final PhysicalMemory memory = PhysicalMemory.ofFile(file, config.ramBase(), config.ramBytes());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            final ByteBuffer zeros = ByteBuffer.allocate(ZEROS_LENGTH);
            for (long at = 0; at < config.ramBytes(); at += zeros.position())
            {
                zeros.clear().limit((int)Math.min(ZEROS_LENGTH, config.ramBytes() - at));
                while (zeros.hasRemaining())
                {
                    channel.write(zeros, at + zeros.position());
                }
            }

            return memory;
        }
        catch (final IOException ex)
        {
            memory.close();
            undo(file, isNew, ex);
            throw new UncheckedIOException("no space for " + NumberText.mebibytes(config.ramBytes()) +
                " of RAM: " + FileFailure.reason(ex) + ". Choose another place.", ex);
        }
    }

    private static void undo(final Path file, final boolean isNew, final IOException cause)
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.truncate(0);
            if (isNew)
            {
                Files.delete(file);
            }
        }
        catch (final IOException ex)
        {
            cause.addSuppressed(ex);
        }
    }

    /**
     * Makes a machine.
     *
     * @param maker    of the machine with its RAM
     * @param ramBytes of RAM, for messages
     * @param ramFile  for messages; null for anonymous RAM
     * @param spelling of settings in messages
     * @throws OutcomeException if the host has no room for it
     */
    private static Machine create(
        final Supplier<Machine> maker, final long ramBytes, final Path ramFile, final Spelling spelling)
    {
        final String option = spelling.of(StormSettings.RAM_FILE);
        try
        {
            return maker.get();
        }
        catch (final OutOfMemoryError ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "the host has not the memory for a machine with " +
                NumberText.mebibytes(ramBytes) + " of RAM (try fewer LPIs, or hold it in a file: " +
                option + " F)", ex);
        }
        catch (final UncheckedIOException ex)
        {
            // The message of a file that cannot be opened names the file alone.
            throw new OutcomeException(Outcome.RESOURCES, option + ' ' + ramFile + ": " +
                (ex.getCause() instanceof FileSystemException file ? FileFailure.reason(file) : ex.getMessage()), ex);
        }
    }
}

package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.profile.StormSetup;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;

/**
 * Journal of a storm that a test writes command by command, without threads. It is left as by a process that died.
 * Each command has a frame of its own.
 */
final class LeftStorm implements AutoCloseable
{
    private final Path open;
    private final StormConfig config;
    private final Machine machine;
    private final JournalWriter writer;
    private long commands;

    /** Begins a journal, whose directory has another name until {@link #leave}. */
    LeftStorm(final Path journal, final StormConfig config, final RunConfiguration configuration) throws IOException
    {
        this.open = journal.resolveSibling(journal.getFileName() + ".open");
        this.config = config;
        this.machine = Machines.FACTORY.create(configuration.machine());
        this.writer = new JournalOpening(Runs.SMALL).create(open, configuration.toBytes());
    }

    /** Sets the machine up: VMs, VPEs and devices are valid. */
    LeftStorm setUp()
    {
        final StormLayout layout = new StormLayout(Topology.of(config));
        Storms.emitAll(new StormSetup(
            layout, new LpiSpread(config, layout.topology), layout.machine(MachineConfig.DEFAULT), this::append));

        return this;
    }

    /** Appends a command of one word. */
    LeftStorm command(final long word)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
        command.putLong(0, word);
        append(command, 1);

        return this;
    }

    /** Appends a command. */
    void append(final DirectBuffer command, final int words)
    {
        final long[] all = new long[words];
        for (int i = 0; i < words; i++)
        {
            all[i] = command.getLong(i * Long.BYTES);
        }
        Runs.append(writer, 1, all);
        machine.apply(command, 0);
        machine.outputs().clear();
        commands++;
    }

    /** Appends the digests of the machine, with a difference to that of its state. */
    LeftStorm digest(final long difference)
    {
        Runs.digest(writer, machine, difference, 0, 0);

        return this;
    }

    /** Leaves the journal, and returns the number of its commands. */
    long leave(final Path journal) throws IOException
    {
        LeftJournals.copy(writer, open, journal);

        return commands;
    }

    @Override
    public void close()
    {
        writer.close();
        machine.close();
    }
}

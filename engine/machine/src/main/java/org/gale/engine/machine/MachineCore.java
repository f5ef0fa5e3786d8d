package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateStream;
import org.gale.tables.memory.StateWriter;

/**
 * Parts that machines of both kinds have: configuration, RAM, outputs, the digest of commands, and the order of a saved
 * state. A saved state is all state of the machine, then the digests of the state and of the run, which those of a
 * restored machine must equal. Owned by the machine's thread.
 */
public abstract class MachineCore implements Machine
{
    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final Outputs outputs = new Outputs();
    private final CommandDigest commandDigest = new CommandDigest();

    /**
     * Creates the parts of a machine at reset.
     *
     * @param memory RAM as configured; closed with the machine
     */
    protected MachineCore(final MachineConfig config, final PhysicalMemory memory)
    {
        this.config = config;
        this.memory = memory;
    }

    /** Returns the stream that digests the architectural state. */
    protected abstract DigestStream stateDigest();

    /** Passes the architectural state through the stream of its digest. */
    protected abstract void digested(DigestStream stream);

    /** Passes all state, with the history of the run, through a stream. */
    protected abstract void saved(StateStream stream);

    /** Writes to RAM what is pending and not in its entry yet. */
    protected void writeBack()
    {
        // a machine whose RAM is never behind has nothing to write
    }

    @Override
    public final void endFrame()
    {
        writeBack();
    }

    @Override
    public int applyPart(final DirectBuffer frame, final int offset, final int endOffset)
    {
        return apply(frame, offset, endOffset);
    }

    @Override
    public final MachineConfig config()
    {
        return config;
    }

    @Override
    public final PhysicalMemory memory()
    {
        writeBack();

        return memory;
    }

    @Override
    public final Outputs outputs()
    {
        return outputs;
    }

    /** Returns the digest of the commands applied since reset. */
    public final CommandDigest commandDigest()
    {
        return commandDigest;
    }

    @Override
    public final long commandCount()
    {
        return commandDigest.count();
    }

    @Override
    public final long digest()
    {
        writeBack();
        final DigestStream stream = stateDigest();
        stream.begin();
        digested(stream);

        return stream.value();
    }

    @Override
    public final int digestedPages()
    {
        return stateDigest().readPages();
    }

    @Override
    public final void save(final StateWriter writer)
    {
        writeBack();
        saved(writer);
        final long state = digest();
        writer.word(state);
        writer.word(runDigest(state));
        writer.finish();
    }

    /** @throws IllegalStateException if the machine has applied a command */
    @Override
    public Restored restore(final StateReader reader)
    {
        if (commandCount() != 0)
        {
            throw new IllegalStateException("not at reset: " + NumberText.counted(commandCount(), "command") +
                " applied");
        }
        saved(reader);
        final long savedState = reader.word();
        final long savedRun = reader.word();
        reader.end();
        final long state = digest();

        return new Restored(savedState, state, savedRun, runDigest(state));
    }

    @Override
    public void close()
    {
        outputs.close();
        memory.close();
    }
}

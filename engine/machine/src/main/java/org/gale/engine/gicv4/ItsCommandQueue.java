package org.gale.engine.gicv4;

import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/** Command queue of the ITS in RAM, and its registers. A command completes before the next one begins. */
final class ItsCommandQueue
{
    private final PhysicalMemory memory;
    private final ItsCommands commands;
    private long queueAddress;
    private long queueBytes;
    private long writeOffset;
    private long readOffset;

    ItsCommandQueue(final PhysicalMemory memory, final ItsCommands commands)
    {
        this.memory = memory;
        this.commands = commands;
    }

    /** Writes {@code GITS_CBASER}: the command queue, empty. */
    void writeCbaser(final long address, final long lengthBytes)
    {
        queueAddress = address;
        queueBytes = lengthBytes;
        writeOffset = 0;
        readOffset = 0;
    }

    /** Returns {@code GITS_CWRITER}: the offset of the next command to write, bytes. */
    long cwriter()
    {
        return writeOffset;
    }

    /** Returns {@code GITS_CREADR}: the offset of the next command to execute, bytes. */
    long creadr()
    {
        return readOffset;
    }

    /** Writes {@code GITS_CWRITER} and executes the commands up to it. */
    void writeCwriter(final long offset)
    {
        writeOffset = offset;
        while (readOffset != writeOffset)
        {
            final long at = queueAddress + readOffset;
            readOffset = (readOffset + ItsCommand.LENGTH) % queueBytes;
            commands.execute(memory.loadLong(at), memory.loadLong(at + 8),
                memory.loadLong(at + 16), memory.loadLong(at + 24));
        }
    }

    void state(final StateStream stream)
    {
        queueAddress = stream.word(queueAddress);
        queueBytes = stream.word(queueBytes);
        writeOffset = stream.word(writeOffset);
        readOffset = stream.word(readOffset);
    }
}

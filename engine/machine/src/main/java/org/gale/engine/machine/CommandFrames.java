package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.config.NumberText;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;

/** Checks of commands in a frame that every machine makes before it applies them. Pure functions. */
public final class CommandFrames
{
    private CommandFrames()
    {
    }

    /**
     * Returns the length of the command at an offset.
     *
     * @return the length in words, at least 1
     * @throws CommandException if no command begins there, or it ends outside of the buffer
     */
    public static int words(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int words = CommandWord.length(word);
        if (words == 0 || offset + (words << 3) > frame.capacity())
        {
            throw new CommandException("no command begins with 0x" + Long.toHexString(word));
        }

        return words;
    }

    /**
     * Returns the length of what a RAM command stores.
     *
     * @param word    first word of the command
     * @param address of the first byte
     * @return the length in bytes, at least 1
     * @throws CommandException if it is longer than the command, or does not lie in RAM
     */
    public static int ramBytes(final long word, final long address, final PhysicalMemory memory)
    {
        final int bytes = Commands.ramBytes(word);
        if (bytes == 0 || bytes > (CommandWord.length(word) - 2) << 3 || !memory.contains(address, bytes))
        {
            throw new CommandException("not RAM: " + NumberText.counted(bytes, "byte") + " at 0x" +
                Long.toHexString(address));
        }

        return bytes;
    }
}

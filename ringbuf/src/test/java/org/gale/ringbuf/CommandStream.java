package org.gale.ringbuf;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.agrona.concurrent.UnsafeBuffer;

/** Endless stream of commands of all lengths: two streams of one seed are equal, word by word. */
final class CommandStream
{
    private static final int[] OPCODES = {
        CommandWord.MSI, CommandWord.MSI, CommandWord.MSI, CommandWord.TURN, CommandWord.TIME, CommandWord.WIRE,
        CommandWord.LOAD, CommandWord.STORE, CommandWord.INSN, CommandWord.SYSR, CommandWord.SYSW, CommandWord.RAM,
        CommandWord.HOST, CommandWord.MSI_LONG, CommandWord.TRIGGER };

    private final RandomGenerator random;
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private int length;

    CommandStream(final long seed)
    {
        random = new SplittableRandom(seed);
        next();
    }

    /** Returns the length of the current command in words. */
    int length()
    {
        return length;
    }

    long word(final int index)
    {
        return words.getLong(index * Long.BYTES);
    }

    boolean isTime()
    {
        return CommandWord.opcode(word(0)) == CommandWord.TIME;
    }

    void next()
    {
        final long bits = random.nextLong();
        final int opcode = OPCODES[(int)Long.remainderUnsigned(bits, OPCODES.length)];
        final long told = opcode == CommandWord.RAM ? 3 + ((bits >>> 32) % 6) : 2 + ((bits >>> 32) % 7);
        final long operands = random.nextLong() >>> 8;

        words.putLong(0, ((long)opcode << 60) | (told << CommandWord.WORDS_SHIFT) | operands);
        length = CommandWord.length(word(0));
        for (int i = 1; i < length; i++)
        {
            words.putLong(i * Long.BYTES, random.nextLong());
        }
    }

    /** Offers the current command, by the method for its length. */
    boolean offerTo(final LaneProducer producer)
    {
        return switch (length)
        {
            case 1 -> producer.offer(word(0));
            case 2 -> producer.offer(word(0), word(1));
            case 3 -> producer.offer(word(0), word(1), word(2));
            default -> producer.offer(words, 0, length);
        };
    }
}

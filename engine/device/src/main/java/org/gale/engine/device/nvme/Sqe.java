package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;

/**
 * Entry of a submission queue: a command.
 * <pre>
 *   0 opcode8 fuse2 .. psdt2 id16   4 namespace   24 PRP 1   32 PRP 2   40 words 10 to 15
 * </pre>
 */
final class Sqe
{
    static final int LENGTH = 64;

    private static final int WORD_10 = 40;
    private static final int FUSE_AND_PSDT = 0xc300;

    private Sqe()
    {
    }

    static int opcode(final ByteBuffer command)
    {
        return Byte.toUnsignedInt(command.get(0));
    }

    static int id(final ByteBuffer command)
    {
        return Short.toUnsignedInt(command.getShort(2));
    }

    /** Returns whether it is one of two fused commands, or has no PRPs: neither is supported. */
    static boolean isOtherForm(final ByteBuffer command)
    {
        return (command.getInt(0) & FUSE_AND_PSDT) != 0;
    }

    static int namespace(final ByteBuffer command)
    {
        return command.getInt(4);
    }

    static long firstPrp(final ByteBuffer command)
    {
        return command.getLong(24);
    }

    static long secondPrp(final ByteBuffer command)
    {
        return command.getLong(32);
    }

    /** Returns word 10 or one behind it. */
    static int word(final ByteBuffer command, final int number)
    {
        return command.getInt(WORD_10 + (number - 10) * Integer.BYTES);
    }
}

package org.gale.engine.device.msix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Registers of the device, all of 32 bits, which the program {@code galedev} knows too.
 * <pre>
 *   0x00 identity  0x04 version  0x08 vectors  0x0c command (1 sends, 0 does not, 2 resets)  0x10 seed, low and high
 *   0x18 over (RO, 1 when the run has ended)
 *   0x1000 + 64 v:  0 sent (RO)  4 looked  8 handled  12 state (0 disabled, 1 enabled, 2 masked)  16 alive
 * </pre>
 * Owner: the answering thread.
 */
final class Registers
{
    static final int IDENTITY = 0x454c_4147;
    static final int COMMAND = 0x0c;
    static final int OVER = 0x18;
    static final int SENT = 0;
    static final int LOOKED = 4;
    static final int HANDLED = 8;
    static final int STATE = 12;
    static final int ALIVE = 16;
    static final int ENABLED = 1;
    static final int RESETS = 2;

    private static final int VERSION = 1;
    private static final int VECTORS = 0x1000;
    private static final int STRIDE = 64;

    private final ByteBuffer bytes;
    private final int vectors;

    Registers(final int vectors, final long seed)
    {
        this.vectors = vectors;
        bytes = ByteBuffer.allocate(VECTORS + vectors * STRIDE).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, IDENTITY).putInt(4, VERSION).putInt(8, vectors).putLong(0x10, seed);
    }

    /** Returns the length of the BAR, a power of two. */
    int length()
    {
        return Integer.highestOneBit(bytes.capacity() - 1) << 1;
    }

    byte read(final int offset)
    {
        return offset < bytes.capacity() ? bytes.get(offset) : 0;
    }

    /** Returns the vector of an offset; -1 for none. */
    int vector(final int offset)
    {
        final int vector = (offset - VECTORS) / STRIDE;

        return offset < VECTORS || vector >= vectors ? -1 : vector;
    }

    /** Returns the register of a vector at an offset. */
    static int register(final int offset)
    {
        return (offset - VECTORS) % STRIDE;
    }

    int get(final int vector, final int register)
    {
        return bytes.getInt(VECTORS + vector * STRIDE + register);
    }

    void set(final int vector, final int register, final int value)
    {
        bytes.putInt(VECTORS + vector * STRIDE + register, value);
    }

    void setCommand(final int value)
    {
        bytes.putInt(COMMAND, value);
    }

    /** Notes that the run has ended. */
    void end()
    {
        bytes.putInt(OVER, 1);
    }

    boolean isSending()
    {
        return bytes.getInt(COMMAND) == 1;
    }

    /** Clears what the guest has written. What was sent stays. */
    void reset()
    {
        setCommand(0);
        for (int vector = 0; vector < vectors; vector++)
        {
            set(vector, LOOKED, 0);
            set(vector, HANDLED, 0);
            set(vector, STATE, 0);
            set(vector, ALIVE, 0);
        }
    }
}

package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.machine.Machine;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Payload of a digest frame: four longs, little-endian, that identify the state of the machine after a command.
 * <pre>
 *    0   number of the last command applied
 *    8   digest of the state
 *   16   digest of the run: commands, outputs and state
 *   24   commands applied, those of time not counted
 * </pre>
 */
public final class DigestPayload
{
    public static final int SEQUENCE_OFFSET = 0;
    public static final int STATE_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    public static final int RUN_OFFSET = STATE_OFFSET + Long.BYTES;
    public static final int COUNT_OFFSET = RUN_OFFSET + Long.BYTES;
    public static final int LENGTH = COUNT_OFFSET + Long.BYTES;

    static
    {
        assert LENGTH % Long.BYTES == 0;
    }

    private DigestPayload()
    {
    }

    /** Writes the digests of a machine as it is now. Costs the pages written since the last digest. */
    public static void encode(
        final MutableDirectBuffer buffer, final int offset, final long sequence, final Machine machine)
    {
        final long state = machine.digest();
        buffer.putLong(offset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        buffer.putLong(offset + STATE_OFFSET, state, LITTLE_ENDIAN);
        buffer.putLong(offset + RUN_OFFSET, machine.runDigest(state), LITTLE_ENDIAN);
        buffer.putLong(offset + COUNT_OFFSET, machine.commandCount(), LITTLE_ENDIAN);
    }

    public static long sequence(final DirectBuffer payload)
    {
        return payload.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static long state(final DirectBuffer payload)
    {
        return payload.getLong(STATE_OFFSET, LITTLE_ENDIAN);
    }

    public static long run(final DirectBuffer payload)
    {
        return payload.getLong(RUN_OFFSET, LITTLE_ENDIAN);
    }

    public static long count(final DirectBuffer payload)
    {
        return payload.getLong(COUNT_OFFSET, LITTLE_ENDIAN);
    }
}

package org.gale.engine.device.proof;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class MovedDataTest
{
    private static final int BLOCK = 512;

    private final MovedData data = new MovedData(2, BLOCK);

    private static ByteBuffer command(final int opcode, final int blocks)
    {
        final ByteBuffer command = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);

        return command.put(0, (byte)opcode).putInt(48, 0x80000000 | (blocks - 1));
    }

    @Test
    void shouldCountWhatWasReadAndWritten()
    {
        data.asked(0, command(2, 65_536));
        data.asked(1, command(1, 3));
        data.moved(0);
        data.moved(1);

        assertNull(data.fault(65_536L * BLOCK, 3 * BLOCK));
        assertEquals("the bytes read and written are 33553920 and 1536, and the guest asked for 33554432 and 1536",
            data.fault(65_535L * BLOCK, 3 * BLOCK));
        assertEquals("the bytes read and written are 33554432 and 1024, and the guest asked for 33554432 and 1536",
            data.fault(65_536L * BLOCK, 2 * BLOCK));
    }

    @Test
    void shouldCountNothingOfAFlushOrOfARequestThatFailed()
    {
        data.asked(0, command(0, 1));
        data.moved(0);
        data.asked(1, command(2, 1));

        assertNull(data.fault(0, 0));
    }
}

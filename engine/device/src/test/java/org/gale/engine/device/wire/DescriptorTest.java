package org.gale.engine.device.wire;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DescriptorTest
{
    private static long count(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        return Descriptor.count(bytes, bytes.length);
    }

    @Test
    void shouldReadTheCountAsLinuxWritesIt()
    {
        assertEquals(0, count("pos:\t0\nflags:\t02\neventfd-count:                0\neventfd-id: 9\n"));
        assertEquals(0x1f, count("pos:\t0\neventfd-count:               1f\neventfd-id: 9\n"));
        assertEquals(-2, count("eventfd-count: fffffffffffffffe\n"));
    }

    @Test
    void shouldReadNoCountWhereThereIsNone()
    {
        assertEquals(-1, count("pos:\t0\nflags:\t02\nmnt_id:\t15\n"));
        assertEquals(-1, count(""));
        assertEquals(-1, count("eventfd-coun"));
    }
}

package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writer of zeros from a buffer of its own. Owned by one thread. */
final class ZeroWriter implements SpaceReserve
{
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(256 * 1024);

    @Override
    public void zero(final FileChannel channel, final long position, final int lengthBytes) throws IOException
    {
        long at = position;
        final long end = position + lengthBytes;
        while (at < end)
        {
            zeros.clear().limit((int)Math.min(zeros.capacity(), end - at));
            at += channel.write(zeros, at);
        }
    }
}

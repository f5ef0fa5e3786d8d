package org.gale.engine.support;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Restored;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;

/** State of a machine in an array of words, saved and restored in chunks of 64 KiB or as long as a test chooses. */
public final class StateImage
{
    private static final int CHUNK_WORDS = 1 << 13;

    private long[] words = new long[1 << 10];
    private int length;

    private StateImage()
    {
    }

    /** Saves a machine. */
    public static StateImage of(final Machine machine)
    {
        return of(machine, CHUNK_WORDS);
    }

    /** Saves a machine in chunks. */
    public static StateImage of(final Machine machine, final int chunkWords)
    {
        final StateImage image = new StateImage();
        machine.save(new StateWriter(image.sink(chunkWords)));

        return image;
    }

    /** Restores a machine of the same configuration. */
    public Restored into(final Machine machine)
    {
        return into(machine, CHUNK_WORDS);
    }

    /** Restores a machine of the same configuration in chunks. */
    public Restored into(final Machine machine, final int chunkWords)
    {
        return machine.restore(new StateReader(source(words(), chunkWords)));
    }

    /** Returns a copy of the words. */
    public long[] words()
    {
        return Arrays.copyOf(words, length);
    }

    /** Returns a source of words in chunks. */
    public static StateReader.Source source(final long[] words, final int chunkWords)
    {
        final UnsafeBuffer chunk = new UnsafeBuffer(new byte[(chunkWords + 1) << 3]);

        return new StateReader.Source()
        {
            private int done;
            private int count;

            @Override
            public boolean next()
            {
                count = Math.min(chunkWords, words.length - done);
                for (int i = 0; i < count; i++)
                {
                    chunk.putLong((i + 1) << 3, words[done++]);
                }

                return count > 0;
            }

            @Override
            public DirectBuffer buffer()
            {
                return chunk;
            }

            @Override
            public int offset()
            {
                return Long.BYTES;
            }

            @Override
            public int lengthBytes()
            {
                return count << 3;
            }
        };
    }

    private StateWriter.Sink sink(final int chunkWords)
    {
        final UnsafeBuffer chunk = new UnsafeBuffer(new byte[(chunkWords + 2) << 3]);

        return new StateWriter.Sink()
        {
            @Override
            public MutableDirectBuffer buffer()
            {
                return chunk;
            }

            @Override
            public int offset()
            {
                return 2 * Long.BYTES;
            }

            @Override
            public int limitBytes()
            {
                return chunkWords << 3;
            }

            @Override
            public void filled(final int lengthBytes, final boolean isLast)
            {
                final int count = lengthBytes >>> 3;
                if (length + count > words.length)
                {
                    words = Arrays.copyOf(words, Math.max(length + count, words.length * 2));
                }
                for (int i = 0; i < count; i++)
                {
                    words[length++] = chunk.getLong((i + 2) << 3);
                }
            }
        };
    }
}

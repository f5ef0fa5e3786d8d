package org.gale.tests.simulator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * File of a simulated disk with two images: the volatile one, which every process sees, and the forced one, which a
 * loss of power leaves. Owned by the disk.
 */
final class DiskFile
{
    static final int PAGE = 4096;
    /** A device writes so many bytes in one piece or not at all. */
    static final int SECTOR = 512;

    private byte[] live = new byte[0];
    private long size;
    private byte[] forced = new byte[0];
    private long forcedSize;
    private final BitSet dirty = new BitSet();
    private final BitSet reserved = new BitSet();

    long size()
    {
        return size;
    }

    /** Returns how many of these pages are not reserved yet. */
    int missingPages(final long offset, final int length)
    {
        final int from = page(offset);
        final int to = page(offset + length + PAGE - 1);

        return to - from - reserved.get(from, to).cardinality();
    }

    int reservedPages()
    {
        return reserved.cardinality();
    }

    int read(final long offset, final byte[] to, final int at, final int length)
    {
        final int count = (int)Math.max(0, Math.min(length, size - offset));
        if (count == 0)
        {
            return length > 0 ? -1 : 0;
        }
        System.arraycopy(live, (int)offset, to, at, count);

        return count;
    }

    byte[] content()
    {
        return Arrays.copyOf(live, (int)size);
    }

    /** Stores bytes and reserves their pages. */
    void write(final long offset, final byte[] from, final int at, final int length)
    {
        lengthen(Math.max(size, offset + length));
        System.arraycopy(from, at, live, (int)offset, length);
        final int last = page(offset + length + PAGE - 1);
        reserved.set(page(offset), last);
        dirty.set(page(offset), last);
    }

    /** Makes the file at least so long, with a hole at its end. */
    void lengthen(final long newSize)
    {
        if (newSize > live.length)
        {
            live = Arrays.copyOf(live, (int)((newSize + PAGE - 1) & -PAGE));
        }
        size = Math.max(size, newSize);
    }

    void truncate(final long newSize)
    {
        if (newSize < size)
        {
            Arrays.fill(live, (int)newSize, (int)size, (byte)0);
            dirty.set(page(newSize), page(size + PAGE - 1));
            reserved.clear(page(newSize + PAGE - 1), page(size + PAGE - 1));
            size = newSize;
        }
    }

    void force()
    {
        forced = Arrays.copyOf(live, (int)size);
        forcedSize = size;
        dirty.clear();
    }

    /** Returns the file after a loss of power: what was forced, and of each page since any of its sectors. */
    DiskFile afterPowerLoss(final SplittableRandom random)
    {
        final DiskFile file = new DiskFile();
        final long length = forcedSize == size || random.nextBoolean() ? size : forcedSize;
        file.lengthen(length);
        System.arraycopy(forced, 0, file.live, 0, (int)Math.min(forcedSize, length));
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1))
        {
            keepSectors(file, page, random);
        }
        file.reserved.or(reserved);
        file.reserved.clear(page(length + PAGE - 1), Math.max(page(length + PAGE - 1), reserved.length()));
        file.force();

        return file;
    }

    /** Returns the file after the death of its process: the kernel keeps all that was stored. */
    DiskFile afterDeath()
    {
        final DiskFile file = new DiskFile();
        file.lengthen(size);
        System.arraycopy(live, 0, file.live, 0, (int)size);
        file.forced = forced;
        file.forcedSize = forcedSize;
        file.dirty.or(dirty);
        file.reserved.or(reserved);

        return file;
    }

    private void keepSectors(final DiskFile file, final int page, final SplittableRandom random)
    {
        final int kept = random.nextInt(3);
        final long end = Math.min((page + 1L) * PAGE, file.size);
        for (int at = page * PAGE; at < end; at += SECTOR)
        {
            if (kept == 0 || (kept == 2 && random.nextBoolean()))
            {
                final int count = (int)Math.min(SECTOR, Math.min(size, file.size) - at);
                if (count > 0)
                {
                    System.arraycopy(live, at, file.live, at, count);
                }
            }
        }
    }

    private static int page(final long offset)
    {
        return (int)(offset / PAGE);
    }
}

package org.gale.engine.device.pci;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.device.wire.Descriptor;
import org.gale.engine.device.wire.Wire.Errno;

/**
 * Memory of a guest as its client maps it, addressed by the bus. A map without a descriptor is known, but cannot be
 * reached. Nothing outside the maps is touched. Owner: the answering thread.
 */
public final class GuestMemory implements AutoCloseable
{
    /** Outcome of an access. */
    public enum Access
    {
        /** All bytes were moved. */
        DONE,
        /** A byte lies in no map, or is read-only. */
        OUTSIDE,
        /** A byte lies in a map without a descriptor. */
        UNSHARED,
        /** The client's file is shorter than its map says. */
        FAILED
    }

    private static final int READ = 1;
    private static final int WRITE = 2;

    private final int limit;
    private final TreeMap<Long, Region> regions = new TreeMap<>(Long::compareUnsigned);
    private long strayUnmaps;

    /**
     * Makes an empty memory.
     *
     * @param limit of its maps
     */
    public GuestMemory(final int limit)
    {
        this.limit = limit;
    }

    /** Piece of memory. The end is exclusive, and 0 at the top of the address space. */
    private record Region(long from, long size, long offset, boolean isWritable, Descriptor file)
    {
        long last()
        {
            return from + size - 1;
        }
    }

    /**
     * Adds a map.
     *
     * @param flags 1 to read, 2 to write
     * @param files its descriptor, which this closes from now on if it is mapped; or none
     * @return {@link Errno#NONE}, or why it is refused
     */
    int map(final int flags, final long offset, final long from, final long size, final List<Descriptor> files)
    {
        final long last = from + size - 1;
        if (size == 0 || Long.compareUnsigned(last, from) < 0 || offset < 0 || (flags & ~(READ | WRITE)) != 0 ||
            (flags & READ) == 0 || files.size() > 1)
        {
            return Errno.EINVAL;
        }
        final Map.Entry<Long, Region> below = regions.floorEntry(last);
        if (below != null && Long.compareUnsigned(below.getValue().last(), from) >= 0)
        {
            return Errno.EEXIST;
        }
        if (regions.size() >= limit)
        {
            return Errno.ENOSPC;
        }
        final boolean isWritable = (flags & WRITE) != 0;
        final Descriptor file = files.isEmpty() ? null : files.get(0);
        if (file != null)
        {
            if (file.kind() != Descriptor.DescriptorKind.MEMORY || (isWritable && !file.isReadWrite()))
            {
                return Errno.EBADF;
            }
            if (size < 0 || offset > file.length() - size)
            {
                return Errno.EINVAL;
            }
        }
        regions.put(from, new Region(from, size, offset, isWritable, file));

        return Errno.NONE;
    }

    /**
     * Removes all maps of a range. A range without a map is no error: clients send such.
     *
     * @return {@link Errno#NONE}, or why it is refused
     */
    int unmap(final long from, final long size)
    {
        final long last = from + size - 1;
        if (size == 0 || Long.compareUnsigned(last, from) < 0)
        {
            return Errno.EINVAL;
        }
        final Map.Entry<Long, Region> below = regions.lowerEntry(from);
        final Map.Entry<Long, Region> top = regions.floorEntry(last);
        if ((below != null && Long.compareUnsigned(below.getValue().last(), from) >= 0) ||
            (top != null && Long.compareUnsigned(top.getValue().last(), last) > 0))
        {
            return Errno.EINVAL;                                    // a map is removed as a whole
        }
        final Map<Long, Region> inside = regions.subMap(from, true, last, true);
        if (inside.isEmpty())
        {
            strayUnmaps++;
        }
        inside.values().forEach(GuestMemory::close);
        inside.clear();

        return Errno.NONE;
    }

    /** Removes all maps. */
    void clear()
    {
        regions.values().forEach(GuestMemory::close);
        regions.clear();
    }

    private static void close(final Region region)
    {
        if (region.file() != null)
        {
            region.file().close();
        }
    }

    /** Fills a buffer from an address of the bus. */
    public Access read(final long from, final ByteBuffer target)
    {
        return access(from, target, false);
    }

    /** Writes a buffer to an address of the bus. */
    public Access write(final long from, final ByteBuffer source)
    {
        return access(from, source, true);
    }

    private Access access(final long from, final ByteBuffer buffer, final boolean isWrite)
    {
        final int end = buffer.limit();
        long at = from;
        Access access = Access.DONE;
        while (buffer.position() < end && access == Access.DONE)    // at least one byte in each map
        {
            final Map.Entry<Long, Region> entry = regions.floorEntry(at);
            final Region region = entry == null ? null : entry.getValue();
            if (region == null || Long.compareUnsigned(at, region.last()) > 0 || (isWrite && !region.isWritable()))
            {
                access = Access.OUTSIDE;
            }
            else if (region.file() == null)
            {
                access = Access.UNSHARED;
            }
            else
            {
                final long position = at - region.from();
                final int length = (int)Math.min(end - buffer.position(), region.size() - position);
                buffer.limit(buffer.position() + length);
                final boolean isDone = isWrite ? region.file().write(buffer, region.offset() + position) :
                    region.file().read(buffer, region.offset() + position);
                access = isDone ? Access.DONE : Access.FAILED;
                at += length;
                buffer.limit(end);
            }
        }

        return access;
    }

    /** Returns the ranges without a map that clients have removed. */
    public long strayUnmaps()
    {
        return strayUnmaps;
    }

    @Override
    public void close()
    {
        clear();
    }
}

package org.gale.tables.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Sparse physical memory of a machine: one RAM region at a base address, off-heap, anonymous or a file that others may
 * map read-only.
 *
 * <p>This class alone turns an address into memory. Every access is checked against the region, and an access outside
 * throws {@link IndexOutOfBoundsException}. Callers use {@link #contains(long, long)} first and answer the guest as the
 * architecture says. Hot methods take an <em>offset</em> from the base, set-up code takes a physical <em>address</em>.
 * Values are little-endian; the region may be accessed at any alignment.
 *
 * <p>Each page of 4 KiB is marked when it is written. A region of 16 GiB uses no memory until it is touched.
 *
 * <p>Owned by the thread that owns the machine: the only writer, which sees its own stores.
 */
public final class PhysicalMemory implements AutoCloseable
{
    /** Length of a page in bytes. */
    public static final int PAGE_SIZE = 1 << PageState.PAGE_SHIFT;
    /** Largest region: 4 TiB, so that a page number is an {@code int}. */
    public static final long SIZE_LIMIT = 1L << 42;

    private static final int PAGE_SHIFT = PageState.PAGE_SHIFT;
    /** Distance of a file's windows of nearly 2 GiB, as a shift: nothing of up to 1 GiB straddles two. */
    private static final int WINDOW_SHIFT = 30;
    private static final long WINDOW_LENGTH = (1L << 31) - PAGE_SIZE;
    private static final long[] NOT_WINDOWED = new long[0];

    private final long base;
    private final long sizeBytes;
    private final long region;
    private final long allocation;
    private final long[] windows;
    private final MappedByteBuffer[] mappings;
    private final boolean isContiguous;
    private final PageState pages;
    private long limit;
    private final TableOverlap overlap = new TableOverlap();

    private PhysicalMemory(final long base, final long sizeBytes,
        final long allocation, final long region, final MappedByteBuffer[] mappings)
    {
        this.base = base;
        this.sizeBytes = sizeBytes;
        this.limit = sizeBytes;
        this.allocation = allocation;
        this.region = region;
        this.mappings = mappings;
        this.isContiguous = region != 0;
        this.pages = new PageState((int)((sizeBytes + PAGE_SIZE - 1) >>> PAGE_SHIFT), region);
        this.windows = mappings.length < 2 ? NOT_WINDOWED : new long[mappings.length];
        for (int i = 0; i < windows.length; i++)
        {
            windows[i] = BufferUtil.address(mappings[i]);
        }
    }

    /**
     * Makes anonymous RAM. The address space is reserved at once; memory is used only where it is written.
     *
     * @param base      physical address of the first byte
     * @param sizeBytes a positive multiple of 4 KiB, at most {@link #SIZE_LIMIT}
     * @throws IllegalArgumentException if base or size are out of range
     * @throws OutOfMemoryError         if the host refuses the size
     */
    public static PhysicalMemory anonymous(final long base, final long sizeBytes)
    {
        checkShape(base, sizeBytes);
        final long given = SpareRegions.allocate(sizeBytes);

        return new PhysicalMemory(base, sizeBytes, given, SpareRegions.regionOf(given), new MappedByteBuffer[0]);
    }

    /**
     * Makes RAM in a file. The file is new or empty and becomes {@code sizeBytes} long, sparse. A new one is for its
     * owner alone.
     *
     * @throws IllegalArgumentException if base or size are out of range, or the file is not empty
     * @throws UncheckedIOException     if the file cannot be made or mapped
     */
    public static PhysicalMemory ofFile(final Path file, final long base, final long sizeBytes)
    {
        checkShape(base, sizeBytes);
        try (FileChannel channel = FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))
        {
            if (channel.size() != 0)
            {
                throw new IllegalArgumentException(
                    "RAM file is not empty: " + file + " has " + channel.size() + " bytes (name a new one)");
            }
            channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
            final int count = (int)((sizeBytes + (1L << WINDOW_SHIFT) - 1) >>> WINDOW_SHIFT);
            final MappedByteBuffer[] mappings = new MappedByteBuffer[count];
            for (int i = 0; i < count; i++)
            {
                final long at = (long)i << WINDOW_SHIFT;
                mappings[i] = channel.map(FileChannel.MapMode.READ_WRITE, at, Math.min(WINDOW_LENGTH, sizeBytes - at));
            }

            return new PhysicalMemory(base, sizeBytes, 0, count == 1 ? BufferUtil.address(mappings[0]) : 0, mappings);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot make the RAM file " + file + ": " + ex.getMessage(), ex);
        }
    }

    private static void checkShape(final long base, final long sizeBytes)
    {
        if (sizeBytes <= 0 || sizeBytes > SIZE_LIMIT || (sizeBytes & (PAGE_SIZE - 1)) != 0)
        {
            throw new IllegalArgumentException(
                "RAM size is not a multiple of 4 KiB from 4 KiB to 4 TiB: size=0x" + Long.toHexString(sizeBytes));
        }
        if (base < 0 || (base & (PAGE_SIZE - 1)) != 0 || base + sizeBytes > 1L << 56 || base + sizeBytes < 0)
        {
            throw new IllegalArgumentException(
                "RAM is not page aligned inside 56 address bits: base=0x" + Long.toHexString(base));
        }
    }

    /** {@return the physical address of the first byte} */
    public long base()
    {
        return base;
    }

    /** Returns the length of the region in bytes. */
    public long sizeBytes()
    {
        return sizeBytes;
    }

    /** Returns whether all bytes of a range lie in RAM; false for a negative length and for a sum that overflows. */
    public boolean contains(final long address, final long lengthBytes)
    {
        final long offset = address - base;

        return offset >= 0 && lengthBytes >= 0 && offset <= limit - lengthBytes && address >= 0;
    }

    /** {@return the offset of an address from the base in bytes; {@link #fits} refuses that of one outside} */
    public long offsetOf(final long address)
    {
        return address - base;
    }

    /** Returns whether RAM is a file, which other processes may map and read at any time. */
    public boolean isFile()
    {
        return mappings.length > 0;
    }

    /** Returns whether {@code lengthBytes} (1 … 4096) at an offset lie in RAM. */
    public boolean fits(final long offset, final int lengthBytes)
    {
        return offset >= 0 && offset <= limit - lengthBytes;
    }

    /** {@return the place of an offset, for accesses that check nothing: {@link #fits} must accept it; not negative} */
    public long place(final long offset)
    {
        return region + offset;                                                 // in windows an offset is a place
    }

    /** {@return the aligned word of 4 bytes at a place in RAM} */
    public int intAtPlace(final long place)
    {
        return UnsafeApi.getInt(isContiguous ? place : pointer(place));
    }

    /** {@return the aligned word of 8 bytes at a place in RAM} */
    public long longAtPlace(final long place)
    {
        return UnsafeApi.getLong(isContiguous ? place : pointer(place));
    }

    /** Stores an aligned word of 4 bytes at a place in RAM and marks its page. */
    public void putIntAtPlace(final long place, final int value)
    {
        UnsafeApi.putInt(isContiguous ? place : pointer(place), value);
        pages.writtenAt(place);
    }

    /** Marks the page of a place in RAM as written. */
    public void markWrittenAt(final long place)
    {
        pages.writtenAt(place);
    }

    /** {@return the aligned word of 4 bytes at an offset} */
    public int intAt(final long offset)
    {
        check(offset, Integer.BYTES);

        return UnsafeApi.getInt(pointer(offset));
    }

    /** {@return the aligned word of 8 bytes at an offset} */
    public long longAt(final long offset)
    {
        check(offset, Long.BYTES);

        return UnsafeApi.getLong(pointer(offset));
    }

    /** Copies a part of a page, from an offset to an index in a buffer. */
    void copyTo(final MutableDirectBuffer buffer, final int index, final long offset, final int lengthBytes)
    {
        check(offset, lengthBytes);
        buffer.boundsCheck(index, lengthBytes);
        UnsafeApi.copyMemory(null, pointer(offset), buffer.byteArray(), buffer.addressOffset() + index, lengthBytes);
    }

    /** Stores an aligned word of 4 bytes and marks its page. */
    public void putIntAt(final long offset, final int value)
    {
        check(offset, Integer.BYTES);
        UnsafeApi.putInt(pointer(offset), value);
        pages.written((int)(offset >>> PAGE_SHIFT));
    }

    /** Stores an aligned word of 8 bytes and marks its page. */
    public void putLongAt(final long offset, final long value)
    {
        check(offset, Long.BYTES);
        UnsafeApi.putLong(pointer(offset), value);
        pages.written((int)(offset >>> PAGE_SHIFT));
    }

    /** {@return the word of 8 bytes at an address of any alignment} */
    public long loadLong(final long address)
    {
        return load(address, Long.BYTES);
    }

    /** Stores 8 bytes at any alignment, an entry of a table other than an interrupt state table. */
    public void storeLong(final long address, final long value)
    {
        store(address, Long.BYTES, value);
        if (holdsLiveTable(address - base) || holdsLiveTable(address - base + Long.BYTES - 1))
        {
            overlap.stored(address - base);
        }
    }

    /**
     * Loads 1, 2, 4 or 8 bytes at any alignment.
     *
     * @return the word, zero-extended
     * @throws IndexOutOfBoundsException if the range does not lie in RAM
     */
    public long load(final long address, final int sizeBytes)
    {
        final long offset = address - base;
        check(offset, sizeBytes);
        if ((offset & (sizeBytes - 1)) == 0)
        {
            final long pointer = pointer(offset);
            switch (sizeBytes)
            {
                case 1: return UnsafeApi.getByte(pointer) & 0xffL;
                case 2: return UnsafeApi.getShort(pointer) & 0xffffL;
                case 4: return UnsafeApi.getInt(pointer) & 0xffff_ffffL;
                case 8: return UnsafeApi.getLong(pointer);
                default: throw new IllegalArgumentException("size is not 1, 2, 4 or 8: " + sizeBytes);
            }
        }
        long value = 0;
        for (int i = 0; i < sizeBytes; i++)
        {
            value |= (UnsafeApi.getByte(pointer(offset + i)) & 0xffL) << (i * Byte.SIZE);
        }
        return value;
    }

    /**
     * Stores the low 1, 2, 4 or 8 bytes of a value at any alignment.
     *
     * @throws IndexOutOfBoundsException if the range does not lie in RAM
     */
    public void store(final long address, final int sizeBytes, final long value)
    {
        final long offset = address - base;
        check(offset, sizeBytes);
        if ((offset & (sizeBytes - 1)) == 0)
        {
            final long pointer = pointer(offset);
            switch (sizeBytes)
            {
                case 1 -> UnsafeApi.putByte(pointer, (byte)value);
                case 2 -> UnsafeApi.putShort(pointer, (short)value);
                case 4 -> UnsafeApi.putInt(pointer, (int)value);
                case 8 -> UnsafeApi.putLong(pointer, value);
                default -> throw new IllegalArgumentException("size is not 1, 2, 4 or 8: " + sizeBytes);
            }
        }
        else
        {
            for (int i = 0; i < sizeBytes; i++)
            {
                UnsafeApi.putByte(pointer(offset + i), (byte)(value >>> (i * Byte.SIZE)));
            }
        }
        pages.written((int)(offset >>> PAGE_SHIFT));
        pages.written((int)((offset + sizeBytes - 1) >>> PAGE_SHIFT));
    }

    /** Copies a block of less than 1 GiB out of RAM, which no two windows share. */
    public void read(final long address, final byte[] destination, final int offset, final int length)
    {
        assert length <= WINDOW_LENGTH - (1L << WINDOW_SHIFT) : length;

        check(address - base, length);
        Objects.checkFromIndexSize(offset, length, destination.length);
        UnsafeApi.copyMemory(null, pointer(address - base), destination, BufferUtil.ARRAY_BASE_OFFSET + offset, length);
    }

    /** Makes all bytes of a page zero, which counts as a store unless they are. */
    public void zeroPage(final int page)
    {
        final long offset = (long)page << PAGE_SHIFT;
        check(offset, PAGE_SIZE);
        if (!isZero(page))
        {
            UnsafeApi.setMemory(pointer(offset), PAGE_SIZE, (byte)0);
            pages.written(page);
        }
    }

    /** {@return the first page at or after {@code page}, before {@code end}, that was ever written, or −1} */
    public int nextTouchedPage(final int page, final int end)
    {
        return pages.nextTouched(page, Math.min(end, pageCount()));
    }

    /** {@return the first page at or after {@code page} written since it was last cleaned, or −1 if there is none} */
    public int nextDirtyPage(final int page)
    {
        return pages.nextDirty(page);
    }

    /** Clears the record that the page was written since the last digest. */
    public void cleanPage(final int page)
    {
        pages.clean(page);
    }

    /** Marks a page as sent, and returns whether it was never sent, or was written since. */
    public boolean sendPage(final int page)
    {
        return pages.send(page);
    }

    /** Returns whether a page was sent, and not written since. */
    public boolean isPageSent(final int page)
    {
        return pages.isSent(page);
    }

    /** Returns the number of pages of the region. */
    public int pageCount()
    {
        return pages.pageCount();
    }

    /** Returns whether a live interrupt state table lies in the page of an offset. */
    public boolean holdsLiveTable(final long offset)
    {
        return pages.holdsLiveTable((int)(offset >>> PAGE_SHIFT));
    }

    /** Returns the number of pages in which a live interrupt state table lies. */
    public int livePages()
    {
        return pages.livePages();
    }

    /** Counts a table that became live over the part of the range that lies in RAM. */
    public void retain(final long offset, final long lengthBytes)
    {
        for (long page = Math.max(0, offset) >>> PAGE_SHIFT; page <= lastPage(offset, lengthBytes); page++)
        {
            overlap.retained(pages.retain((int)page));
        }
    }

    /** Reverts {@link #retain(long, long)}. */
    public void release(final long offset, final long lengthBytes)
    {
        for (long page = Math.max(0, offset) >>> PAGE_SHIFT; page <= lastPage(offset, lengthBytes); page++)
        {
            pages.release((int)page);
        }
    }

    /** {@return a hash of a page; 0 for a page of zeros, and for others with a chance of one in 2<sup>64</sup>} */
    public long pageHash(final int page)
    {
        final long from = pointer((long)page << PAGE_SHIFT);
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (int i = 0; i < PAGE_SIZE; i += 4 * Long.BYTES)
        {
            a = Mix.link(a, UnsafeApi.getLong(from + i));
            b = Mix.link(b, UnsafeApi.getLong(from + i + 8));
            c = Mix.link(c, UnsafeApi.getLong(from + i + 16));
            d = Mix.link(d, UnsafeApi.getLong(from + i + 24));
        }

        return Mix.of(Mix.of(Mix.of(Mix.of(0, a), b), c), d);
    }

    /** Returns the record of whether live tables may overlap. */
    public TableOverlap overlap()
    {
        return overlap;
    }

    /** Releases the memory, which nobody may use any more. Idempotent. */
    @Override
    public void close()
    {
        if (limit != 0)
        {
            limit = 0;                                                          // every access is refused from now on
            if (allocation != 0 && !SpareRegions.give(allocation, sizeBytes, pages))
            {
                UnsafeApi.freeMemory(allocation);
            }
            for (final MappedByteBuffer mapping : mappings)
            {
                BufferUtil.free(mapping);
            }
        }
    }

    /** {@return the first page at or after one that is not zero, or the page count if there is none} */
    int nextNonZeroPage(final int from)
    {
        int page = nextTouchedPage(from, pageCount());
        while (page >= 0 && isZero(page))
        {
            page = nextTouchedPage(page + 1, pageCount());
        }

        return page < 0 ? pageCount() : page;
    }

    private boolean isZero(final int page)
    {
        final long from = pointer((long)page << PAGE_SHIFT);
        int i = 0;
        while (i < PAGE_SIZE && (UnsafeApi.getLong(from + i) | UnsafeApi.getLong(from + i + 8) |
            UnsafeApi.getLong(from + i + 16) | UnsafeApi.getLong(from + i + 24)) == 0)
        {
            i += 4 * Long.BYTES;
        }

        return i == PAGE_SIZE;
    }

    private long lastPage(final long offset, final long lengthBytes)
    {
        return (Math.max(0, Math.min(sizeBytes, offset + lengthBytes)) - 1) >> PAGE_SHIFT;
    }

    private long pointer(final long offset)
    {
        return region != 0 ? region + offset :
            windows[(int)(offset >>> WINDOW_SHIFT)] + (offset & ((1L << WINDOW_SHIFT) - 1));
    }

    private void check(final long offset, final int lengthBytes)
    {
        if (offset < 0 || offset > limit - lengthBytes)
        {
            throw new IndexOutOfBoundsException("not RAM: offset=0x" + Long.toHexString(offset) +
                ", length=" + lengthBytes + ", size=0x" + Long.toHexString(sizeBytes));
        }
    }
}

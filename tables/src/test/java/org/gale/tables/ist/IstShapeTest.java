package org.gale.tables.ist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("B-IST-4")
class IstShapeTest
{
    static Stream<IstShape> shapes()
    {
        return IntStream.rangeClosed(0, IstShape.ID_BITS_LIMIT).boxed().flatMap((idBits) ->
            IntStream.range(0, 18).mapToObj((i) -> new IstShape(idBits, i % 3, (i / 3) % 3, i >= 9)));
    }

    @ParameterizedTest(name = "ISTSZ {0}, L2SZ {1}: {2} index bits")
    @CsvSource({ "0,0,10", "0,1,12", "0,2,14", "1,0,9", "1,1,11", "1,2,13", "2,0,8", "2,1,10", "2,2,12" })
    void shouldIndexLevel2TablesByTheseBits(final int istsz, final int l2sz, final int l2IndexBits)
    {
        final IstShape shape = new IstShape(24, istsz, l2sz, true);

        assertEquals(l2IndexBits, shape.l2IndexBits());
        assertEquals(4096L << (2 * l2sz), shape.l2Bytes());
        assertEquals(4 << istsz, shape.entryBytes());
        assertEquals(shape.l2Bytes(), (long)shape.entryBytes() << l2IndexBits);
    }

    @Test
    void shouldMatchTheExampleOf16BitsAnd4KiB()
    {
        final IstShape shape = new IstShape(16, 0, 0, true);

        assertEquals(10, shape.l2IndexBits());
        assertEquals(64, shape.l1Entries());
        assertEquals(512, shape.l1Bytes());
        assertEquals(512, shape.rootBytes());
        assertEquals(512, shape.alignmentBytes());
        assertEquals(4, shape.l1Index(0x1234));
        assertEquals(0x20, shape.l1OffsetBytes(0x1234));
    }

    @Test
    void shouldMatchTheExampleOf24BitsAnd64KiB()
    {
        final IstShape shape = new IstShape(24, 2, 2, true);

        assertEquals(12, shape.l2IndexBits());
        assertEquals(4096, shape.l1Entries());
        assertEquals(32 << 10, shape.l1Bytes());
        assertEquals(1L << 15, shape.alignmentBytes());
        assertEquals(0xabc, shape.l1Index(0xabcdef));
        assertEquals(64 << 10, shape.l2Bytes());
    }

    @Test
    void shouldMatchTheExampleOf14BitsAnd16KiB()
    {
        final IstShape shape = new IstShape(14, 1, 1, true);

        assertEquals(11, shape.l2IndexBits());
        assertEquals(8, shape.l1Entries());
        assertEquals(64, shape.l1Bytes());
        assertEquals(64, shape.alignmentBytes());
        assertEquals(2, shape.l1Index(5000));
    }

    @ParameterizedTest(name = "{0} bits, ISTSZ {1}: {2} bytes aligned to {3}")
    @CsvSource({ "12, 0, 16384, 16384", "16, 1, 524288, 524288", "3, 0, 32, 64" })
    void shouldMatchTheExamplesOfLinearTables(
        final int idBits, final int istsz, final long tableBytes, final long alignmentBytes)
    {
        final IstShape shape = new IstShape(idBits, istsz, 0, false);

        assertEquals(tableBytes, shape.tableBytes());
        assertEquals(tableBytes, shape.rootBytes());
        assertEquals(alignmentBytes, shape.alignmentBytes());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void shouldContainItsIdsAndNoOthers(final IstShape shape)
    {
        assertEquals(1 << shape.idBits(), shape.entryCount());
        assertTrue(shape.contains(0));
        assertTrue(shape.contains(shape.entryCount() - 1));
        assertFalse(shape.contains(shape.entryCount()));
        assertFalse(shape.contains(-1));
        assertFalse(shape.contains(Integer.MIN_VALUE));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void shouldKeepEveryEntryInsideItsTable(final IstShape shape)
    {
        final int lastId = shape.entryCount() - 1;
        final long end = entryOffsetBytes(shape, lastId) + shape.entryBytes();

        assertEquals(0, entryOffsetBytes(shape, 0));
        if (shape.twoLevel())
        {
            assertTrue(end <= shape.l2Bytes());
            assertEquals(shape.l1Bytes(), shape.l1OffsetBytes(lastId) + L1Iste.LENGTH);
            assertEquals(Math.max(1, (1L << shape.idBits()) / (1L << shape.l2IndexBits())), shape.l1Entries());
        }
        else
        {
            assertEquals(shape.tableBytes(), end);
            assertEquals(1L << (shape.idBits() + shape.istsz() + 2), shape.tableBytes());
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void shouldPutNeighboursOnBothSidesOfALevel2Boundary(final IstShape shape)
    {
        final int firstOfSecond = 1 << shape.l2IndexBits();
        if (shape.twoLevel() && shape.contains(firstOfSecond))
        {
            assertEquals(0, shape.l1Index(firstOfSecond - 1));
            assertEquals(shape.l2Bytes() - shape.entryBytes(), entryOffsetBytes(shape, firstOfSecond - 1));
            assertEquals(1, shape.l1Index(firstOfSecond));
            assertEquals(0, entryOffsetBytes(shape, firstOfSecond));
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void shouldAlignTheBaseToItsLengthButNeverLessThan64(final IstShape shape)
    {
        final int topZeroBit = shape.twoLevel() ?
            Math.max(5, shape.idBits() - shape.l2IndexBits() + 2) : Math.max(5, shape.idBits() + 1 + shape.istsz());

        assertEquals(1L << (topZeroBit + 1), shape.alignmentBytes());
        assertTrue(shape.alignmentBytes() >= 64);
        assertTrue(shape.alignmentBytes() >= shape.rootBytes());
    }

    @Tag("M-IST")
    @ParameterizedTest(name = "{0} bits, ISTSZ {1}, L2SZ {2}")
    @CsvSource({ "25, 0, 0", "-1, 0, 0", "14, 3, 0", "14, -1, 0", "14, 0, 3", "14, 0, -1" })
    void shouldRefuseAnInvalidShape(final int idBits, final int istsz, final int l2sz)
    {
        assertThrows(IllegalArgumentException.class, () -> new IstShape(idBits, istsz, l2sz, true));
    }

    @Test
    void shouldTakeATypedWidth()
    {
        assertEquals(new IstShape(24, 0, 0, false), IstShape.linear(new IstIdBits(24)));
        assertThrows(IllegalArgumentException.class, () -> new IstIdBits(25));
        assertThrows(IllegalArgumentException.class, () -> new IstIdBits(-1));
    }

    private static long entryOffsetBytes(final IstShape shape, final int id)
    {
        return (long)(shape.twoLevel() ? id & ((1 << shape.l2IndexBits()) - 1) : id) * shape.entryBytes();
    }
}

package org.gale.engine.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the bytes of a trace, sound and damaged, with the checksums of each made anew. */
class TraceReaderTest
{
    private static final byte[] MAGIC = "GALETRC\u0001".getBytes(ISO_8859_1);
    private static final byte[] NONE = {};
    /** MSI of the name a. */
    private static final byte[] VECTOR = {0, 1, 'a'};
    private static final int VECTORS = 1;
    private static final int EVENTS = 3;
    private static final int END = 4;
    private static final int BLOCK_BYTES = 65_536;
    private static final int EVENT_BYTES = 4;
    private static final int MORE = 0x80;
    private static final List<TraceVector> ONE_VECTOR = List.of(new TraceVector("a", VectorKind.MSI));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void shouldHaveTheBytesOfItsFormat() throws IOException
    {
        final List<TraceVector> vectors = List.of(new TraceVector("a", VectorKind.MSI), new TraceVector("",
            VectorKind.OTHER));
        final byte[] events = bytes(
            0, 0, 3, 0,
            0x80, 1, 1, 0xff, 0x1f, 1,
            0x7f, 0, 0, 0x81, 1);
        final byte[] trace = trace(2, bytes(0, 1, 'a', 3, 0), 3, events);

        final byte[] written = write(vectors, new long[][]{{100, 0, 3, -1}, {228, 1, 4095, 0}, {355, 0, 0, 128}});

        assertArrayEquals(trace, written);
        try (TraceReader reader = TraceReader.open(file(trace)))
        {
            assertEquals(vectors, reader.vectors());
            assertEquals(List.of("0 0 3 -1", "128 1 4095 0", "255 0 0 128"), events(reader));
        }
    }

    @Test
    void shouldHaveNoBlocksButTheEndsWithoutVectorsAndEvents() throws IOException
    {
        final byte[] trace = trace(0, NONE, 0, NONE);

        assertEquals(8 + 12 + 12, trace.length);
        assertArrayEquals(trace, write(List.of(), new long[0][]));
        try (TraceReader reader = TraceReader.open(file(trace)))
        {
            assertEquals(List.of(), reader.vectors());
            assertFalse(reader.next());
        }
    }

    /** A block ends where less than 40 bytes are left. */
    @Test
    void shouldFillABlockBeforeTheNextOne() throws IOException
    {
        final long[][] events = new long[16_376][];
        Arrays.fill(events, new long[]{0, 0, 0, -1});

        final ByteBuffer trace = ByteBuffer.wrap(write(ONE_VECTOR, events)).order(ByteOrder.LITTLE_ENDIAN);

        final int first = 8 + 12 + 3 + 12;
        assertEquals(65_500, trace.getInt(first));
        assertEquals(16_375, trace.getInt(first + 4));
        final int second = first + 12 + 65_500;
        assertEquals(4, trace.getInt(second));
        assertEquals(1, trace.getInt(second + 4));
        assertEquals(second + 12 + 4 + 12, trace.capacity());
        try (TraceReader reader = TraceReader.open(file(trace.array())))
        {
            assertEquals(16_376, events(reader).size());
        }
    }

    @Test
    void shouldKeepLongNamesOfVectors() throws IOException
    {
        final List<TraceVector> vectors =
            List.of(new TraceVector("b".repeat(40_000), VectorKind.IPI), new TraceVector("c".repeat(40_000),
            VectorKind.TIMER));

        try (TraceReader reader = TraceReader.open(file(write(vectors, new long[0][]))))
        {
            assertEquals(vectors, reader.vectors());
        }
    }

    @Test
    void shouldReadABlockThatIsFull() throws IOException
    {
        final byte[] name = new byte[BLOCK_BYTES];
        Arrays.fill(name, (byte)'n');
        System.arraycopy(bytes(1, 0xfc, 0xff, 3), 0, name, 0, 4);

        try (TraceReader reader =
            TraceReader.open(file(trace(1, name, BLOCK_BYTES / EVENT_BYTES, new byte[BLOCK_BYTES]))))
        {
            assertEquals(List.of(new TraceVector("n".repeat(BLOCK_BYTES - 4), VectorKind.TIMER)), reader.vectors());
            assertEquals(BLOCK_BYTES / EVENT_BYTES, events(reader).size());
        }
    }

    /** Kinds, lengths of names (the third one is 1 in its low 32 bits), a spare byte, and records behind the last. */
    @ParameterizedTest
    @CsvSource({"1, 0401 61", "1, 0002 61", "1, 00 8180808010 61", "1, 0001 61 00", "2, 0001 61", "0, 0001 61"})
    void shouldFindDamagedVectors(final int count, final String payload) throws IOException
    {
        assertDamaged(VECTORS, 0, trace(count, hex(payload), 0, NONE));
    }

    @Test
    void shouldFindANameThatEndsBehindAFullBlock() throws IOException
    {
        final byte[] payload = new byte[BLOCK_BYTES];
        System.arraycopy(bytes(0, 0xfd, 0xff, 3), 0, payload, 0, 4);

        assertDamaged(VECTORS, 0, trace(1, payload, 0, NONE));
    }

    /**
     * Vectors, CPUs, times that overflow, a spare byte, records behind the last, a number without an end, and one of
     * ten bytes.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 00 01 00 00", "1, 0, 00 00 8020 00", "2, 1, ffffffffffffffff7f 00 00 00 01 00 00 00",
        "2, 1, 00 00 00 00 00 01 00 00", "1, 0, 00 00 00 00 00", "2, 1, 00 00 00 00", "0, 0, 00 00 00 00",
        "1, 0, 00 00 00 80", "1, 0, 80808080808080808000 00 00 00"})
    void shouldFindDamagedEvents(final int count, final int sound, final String payload) throws IOException
    {
        assertDamaged(EVENTS, sound, trace(1, VECTOR, count, hex(payload)));
    }

    @Test
    void shouldFindANumberThatEndsBehindAFullBlock() throws IOException
    {
        final byte[] events = new byte[BLOCK_BYTES];
        events[BLOCK_BYTES - 1] = (byte)MORE;

        assertDamaged(EVENTS, BLOCK_BYTES / EVENT_BYTES - 1, trace(1, VECTOR, BLOCK_BYTES / EVENT_BYTES, events));
    }

    @Test
    void shouldFindLengthsThatAreNone() throws IOException
    {
        assertDamaged(EVENTS, 0, trace(1, VECTOR, 1, new byte[BLOCK_BYTES + 1]));
        begin();
        head(-1, 1, 0);
        assertDamaged(EVENTS, 0, out.toByteArray());
        begin();
        head(4, 1, 0);
        assertDamaged(EVENTS, 0, out.toByteArray());
    }

    /** The file is the one that its end promises, but the block is not the one of its head. */
    @Test
    void shouldFindABlockThatIsNotThatOfItsChecksum() throws IOException
    {
        begin();
        head(4, 1, crc(new byte[]{0, 0, 1, 0}));
        out.writeBytes(new byte[EVENT_BYTES]);
        head(0, 1, crc(out.toByteArray()));

        assertDamaged(EVENTS, 0, out.toByteArray());
    }

    @Test
    void shouldFindAnEndThatIsNotThatOfItsFile() throws IOException
    {
        final byte[] events = new byte[EVENT_BYTES];

        assertDamaged(END, 1, trace(1, VECTOR, 1, events), 4);
        assertDamaged(END, 1, trace(1, VECTOR, 1, events), 8);
        assertDamaged(END, 1, Arrays.copyOf(trace(1, VECTOR, 1, events), 8 + 12 + 3 + 12 + 12 + 4 + 12 + 1));
    }

    /** The last byte is that of the head before, so that it alone tells that the file is too short. */
    @Test
    void shouldFindThatTheLastByteIsMissing() throws IOException
    {
        byte[] trace = NONE;
        int seconds = 0;
        do
        {
            final byte[] event = {(byte)(seconds & 0x7f), 0, (byte)(seconds >> 7), 0};
            trace = trace(1, VECTOR, 1, event);
            seconds++;
        }
        while (trace[8 + 12 + 3 + 12 + 11] != trace[trace.length - 1]);

        assertDamaged(END, 1, Arrays.copyOf(trace, trace.length - 1));
    }

    @Test
    void shouldRefuseOtherFilesAndVersions() throws IOException
    {
        final Path other = file("GALETR".getBytes(ISO_8859_1));
        assertEquals(other + ": is no trace ('gale import' makes one of a text)", usage(other));
        assertEquals(other + ": is no trace ('gale import' makes one of a text)",
            usage(file("GALETRD\u0001".getBytes(ISO_8859_1))));
        assertEquals(other + ": is a trace of version 2, and this gale reads version 1 (import the text again)",
            usage(file("GALETRC\u0002".getBytes(ISO_8859_1))));
        assertFalse(isOpen(other));
    }

    @Test
    void shouldCloseItsFile() throws IOException
    {
        final Path file = file(trace(1, VECTOR, 1, new byte[EVENT_BYTES]));
        final TraceReader reader = TraceReader.open(file);
        assertTrue(isOpen(file));

        reader.close();

        assertFalse(isOpen(file));
        assertThrows(IOException.class, reader::next);
    }

    /** Asserts that a trace is damaged in a block, behind some events. */
    private void assertDamaged(final int block, final int sound, final byte[] trace) throws IOException
    {
        final Path file = file(trace);
        int events = 0;
        final OutcomeException failure;
        if (block == VECTORS)
        {
            failure = assertThrows(OutcomeException.class, () -> TraceReader.open(file));
            assertFalse(isOpen(file));
        }
        else
        {
            try (TraceReader reader = TraceReader.open(file))
            {
                while (events < sound)
                {
                    assertTrue(reader.next());
                    events++;
                }
                failure = assertThrows(OutcomeException.class, reader::next);
            }
        }
        assertEquals(file + ": block " + block + " is damaged (import the text again)", failure.getMessage());
        assertEquals(Outcome.JOURNAL_DAMAGED, failure.outcome());
    }

    /** Asserts that a trace is damaged once a byte, counted from the last one, is another one. */
    private void assertDamaged(final int block, final int sound, final byte[] trace, final int fromEnd)
        throws IOException
    {
        trace[trace.length - fromEnd] ^= 1;
        assertDamaged(block, sound, trace);
    }

    private static String usage(final Path file)
    {
        final OutcomeException failure = assertThrows(OutcomeException.class, () -> TraceReader.open(file));
        assertEquals(Outcome.USAGE, failure.outcome());

        return failure.getMessage();
    }

    /** Returns whether this process has the file open. */
    private static boolean isOpen(final Path file) throws IOException
    {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd")))
        {
            return descriptors.anyMatch(descriptor -> isLink(descriptor, file));
        }
    }

    private static boolean isLink(final Path link, final Path to)
    {
        try
        {
            return Files.readSymbolicLink(link).equals(to.toRealPath());
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static List<String> events(final TraceReader reader) throws IOException
    {
        final List<String> events = new ArrayList<>();
        while (reader.next())
        {
            events.add(reader.timeNs() + " " + reader.vector() + ' ' + reader.cpu() + ' ' + reader.serviceNs());
        }

        return events;
    }

    private Path file(final byte[] trace) throws IOException
    {
        return Files.write(directory.resolve("t"), trace);
    }

    /** Returns a trace as its writer makes it, of rows of time, vector, CPU and service. */
    private static byte[] write(final List<TraceVector> vectors, final long[][] rows) throws IOException
    {
        final ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (EventSort events = new EventSort())
        {
            for (int i = 0; i < rows.length; i++)
            {
                events.add(rows[i][0], i, (int)rows[i][1], (int)rows[i][2], rows[i][3]);
            }
            events.sort();
            TraceWriter.write(vectors, events, written);
        }

        return written.toByteArray();
    }

    /** Returns a trace of at most one block of vectors, and one of events. */
    private byte[] trace(final int vectorCount, final byte[] vectors, final int eventCount, final byte[] events)
    {
        begin(vectorCount, vectors);
        block(eventCount, events);
        head(0, eventCount, crc(out.toByteArray()));

        return out.toByteArray();
    }

    /** Begins a trace, up to the end of its one vector. */
    private void begin()
    {
        begin(1, VECTOR);
    }

    private void begin(final int vectorCount, final byte[] vectors)
    {
        out.reset();
        out.writeBytes(MAGIC);
        block(vectorCount, vectors);
        head(0, vectorCount, crc(out.toByteArray()));
    }

    private void block(final int count, final byte[] payload)
    {
        if (payload.length > 0)
        {
            head(payload.length, count, crc(payload));
            out.writeBytes(payload);
        }
    }

    private void head(final int length, final int count, final int sum)
    {
        out.writeBytes(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(length).putInt(count).putInt(sum)
            .array());
    }

    private static int crc(final byte[] bytes)
    {
        final CRC32C crc = new CRC32C();
        crc.update(bytes);

        return (int)crc.getValue();
    }

    private static byte[] hex(final String digits)
    {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] bytes(final int... values)
    {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++)
        {
            bytes[i] = (byte)values[i];
        }

        return bytes;
    }
}

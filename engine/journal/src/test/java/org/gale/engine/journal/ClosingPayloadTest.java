package org.gale.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the verdict in a closing frame: what a run wrote, and what a hostile journal may hold in its place. */
@Tag("P9")
class ClosingPayloadTest
{
    private static final long LAST = 3;
    private static final ClosingPayload BROKEN = new ClosingPayload(7, List.of(
        new ClosingPayload.Broken("P13", "guests dropped 2 interrupts \u2026", 3),
        new ClosingPayload.Broken("P6", "VM 1: of 9 offered, 1 are not accounted for", 2)));

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SegmentFormat.CLOSING_PAYLOAD_LIMIT + 8]);

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 130, 255})
    void shouldHoldAnExitCodeInEightBytes(final int exitCode)
    {
        final ClosingPayload verdict = new ClosingPayload(exitCode, List.of());

        assertEquals(8, verdict.encode(buffer, 8));

        assertEquals(verdict, ClosingPayload.decode(buffer, 8, 8, 0));
    }

    @Test
    void shouldHoldBrokenPromises()
    {
        final int length = BROKEN.encode(buffer, 8);

        assertEquals(0, length % 8);
        assertEquals(BROKEN, ClosingPayload.decode(buffer, 8, length, LAST));
        assertEquals("P13: guests dropped 2 interrupts \u2026; command 3", BROKEN.broken().get(0).text());
    }

    @Test
    void shouldHaveRoomForAsManyAndAsLongPromisesAsThereMayBe()
    {
        final ClosingPayload.Broken longest = new ClosingPayload.Broken("V4-INV-16 of all!", "\u00e4".repeat(5_000), 1);
        final ClosingPayload verdict = new ClosingPayload(7, Collections.nCopies(100, longest));

        final int length = verdict.encode(buffer, 0);

        assertTrue(length <= SegmentFormat.CLOSING_PAYLOAD_LIMIT, () -> "length " + length);
        assertEquals(ClosingPayload.BROKEN_LIMIT, verdict.broken().size());
        assertEquals(verdict, ClosingPayload.decode(buffer, 0, length, 1));
        assertEquals("V4-INV-16 of ...", verdict.broken().get(0).promise());
        assertEquals("\u00e4".repeat(222) + "...", verdict.broken().get(0).sentence());
    }

    @Test
    void shouldCutBetweenCharactersAndEscapeControls()
    {
        final ClosingPayload.Broken odd = new ClosingPayload.Broken(
            "P1", "a\nb " + "\ud83d\ude00".repeat(200), 1);

        assertTrue(odd.sentence().startsWith("a\\nb \ud83d\ude00"), odd::sentence);
        assertTrue(odd.sentence().endsWith("\ud83d\ude00..."), odd::sentence);
        final int length = new ClosingPayload(7, List.of(odd)).encode(buffer, 0);
        assertEquals(odd, ClosingPayload.decode(buffer, 0, length, 1).broken().get(0));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "256, 0", "7, 0", "0, 1", "3, 1"})
    void shouldRefuseAnExitCodeThatDoesNotMatch(final int exitCode, final int promises)
    {
        final List<ClosingPayload.Broken> broken = BROKEN.broken().subList(0, promises);

        assertThrows(IllegalArgumentException.class, () -> new ClosingPayload(exitCode, broken));
    }

    @Test
    void shouldFindNoneInPayloadsOfOtherVersions()
    {
        buffer.putLong(0, Frame.STOPPED_SHORT, LITTLE_ENDIAN);

        assertNull(ClosingPayload.decode(buffer, 0, 0, 0));
        assertNull(ClosingPayload.decode(buffer, 0, 8, 0));
        assertNull(ClosingPayload.decode(buffer, 0, 16, 0));
    }

    /** Each field out of its range, and each length by one byte or word. */
    @ParameterizedTest(name = "byte {0} = {1}: {2}")
    @CsvSource(delimiter = '|', value = {
        "5  | 1   | byte 4: exit code 263",
        "4  | 0   | byte 7: 2 broken promises with exit code 0",
        "6  | 2   | byte 6: flag 2",
        "7  | 0   | byte 7: 0 broken promises with exit code 7",
        "7  | 1   | byte 56: 64 bytes after the last promise",
        "7  | 3   | byte 120: promise 2 beyond the payload",
        "7  | 9   | byte 7: 9 broken promises with exit code 7",
        "8  | 4   | byte 8: command 4 of 3",
        "15 | 128 | byte 8: command -9223372036854775805 of 3",
        "16 | 0   | byte 16: promise of 0 bytes",
        "16 | 17  | byte 16: promise of 17 bytes",
        "18 | 0   | byte 18: sentence of 0 bytes",
        "19 | 2   | byte 18: sentence of 543 bytes",
        "19 | 1   | byte 8: promise 0 beyond the payload",
        "20 | 10  | byte 20: a text with control characters",
        "21 | 128 | byte 20: a text that is not UTF-8",
        "52 | 226 | byte 23: a text that is not UTF-8",
        "54 | 1   | byte 54: padding that is not zero"})
    void shouldNameTheByteThatIsWrong(final int at, final int value, final String finding)
    {
        final int length = BROKEN.encode(buffer, 0);
        buffer.putByte(at, (byte)value);

        assertEquals(finding, assertThrows(IllegalArgumentException.class,
            () -> ClosingPayload.decode(buffer, 0, length, LAST)).getMessage());
    }

    @Test
    void shouldReadNothingBeyondThePayload()
    {
        final int length = BROKEN.encode(buffer, 0);
        for (int cut = 4; cut < length; cut++)
        {
            final byte[] bytes = new byte[cut];
            buffer.getBytes(0, bytes);
            final int lengthBytes = cut;

            assertThrows(IllegalArgumentException.class,
                () -> ClosingPayload.decode(new UnsafeBuffer(bytes), 0, lengthBytes, LAST), "cut at " + cut);
        }
    }

    @Test
    void shouldEndAJournal() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(run))
        {
            assertTrue(Journals.appendOne(writer, 3));
            writer.close(BROKEN);
            writer.close(new ClosingPayload(0, List.of()));
        }

        assertEquals(BROKEN, verdict(run));
    }

    /** A command that the journal refused has no number in it. */
    @Test
    void shouldSayThatTheJournalStoppedShort() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(run))
        {
            writer.append(Frame.DIGEST, 8);
            writer.closeShort();
        }
        assertNull(verdict(run));

        final Path full = home.resolve("full");
        try (JournalWriter writer = Journals.create(full, Journals.SMALL.withLimit(200)))
        {
            assertFalse(Journals.appendOne(writer, 30));
            writer.close(BROKEN);
        }

        assertEquals(new ClosingPayload(7, true, List.of(
            new ClosingPayload.Broken("P13", BROKEN.broken().get(0).sentence(), 0),
            new ClosingPayload.Broken("P6", BROKEN.broken().get(1).sentence(), 0))), verdict(full));
    }

    @Test
    void shouldLocateAHostileVerdictAsDamage() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(run))
        {
            final int length = BROKEN.encode(writer.frame(), writer.payloadOffset());
            assertTrue(writer.append(Frame.CLOSING, length));
        }

        final JournalEnd end = Journals.read(run);

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertTrue(end.damage().message().contains("verdict of the run, byte 8: command 3 of 0"),
            end.damage().message());
        assertTrue(end.damage().message().contains(SegmentFormat.FILE_NAME), end.damage().message());
    }

    private static JournalWriter create(final Path run) throws IOException
    {
        return Journals.create(run, Journals.SMALL);
    }

    private static ClosingPayload verdict(final Path run) throws IOException
    {
        ClosingPayload verdict = null;
        try (JournalReader reader = JournalReader.open(run))
        {
            while (reader.next())
            {
                verdict = reader.verdict();
            }
            assertEquals(JournalEnd.Status.CLOSED, reader.end().status());
        }

        return verdict;
    }
}
